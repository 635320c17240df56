"""Events are named, numbered in their order, and framed for deltas."""

from ai_gateway.dialects.openai_responses.numbered import DeltaFrame, Numbered


def test_events_and_deltas_share_one_sequence():
    numbered = Numbered()
    frame = DeltaFrame("a.delta", {"item_id": "i"}, b',"logprobs":[]')
    assert numbered.event("a.added", {"x": 1}) == (
        b'event: a.added\ndata: {"type":"a.added","x":1,"sequence_number":0}\n\n'
    )
    assert numbered.delta(frame, 'say "hi"\n') == (
        b'event: a.delta\ndata: {"type":"a.delta","item_id":"i","delta":"say \\"hi\\"\\n",'
        b'"logprobs":[],"sequence_number":1}\n\n'
    )
    assert b'"sequence_number":2}' in numbered.event("a.done", {})
