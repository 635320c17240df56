from ai_gateway.simulator.answer import Answer, Refusal


def test_a_refusal_says_what_it_answers():
    answer = Answer(400, [], b'{"error": "no"}')
    refusal = Refusal(answer)
    assert refusal.answer is answer
    assert str(refusal) == '{"error": "no"}'
