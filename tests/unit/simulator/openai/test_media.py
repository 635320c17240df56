import base64
import io
import wave
import zlib

from ai_gateway.simulator.openai import media
from tests.unit.simulator.sample import form, read, refused, sent


def test_an_image_is_a_png_of_one_pixel():
    answer = read(media.generate_image(sent({"model": "m", "prompt": "four", "n": 2}), ""))
    pixel = base64.b64decode(answer["data"][1]["b64_json"])
    assert pixel.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(pixel[29:33]) == zlib.crc32(pixel[12:29])
    assert answer["usage"]["total_tokens"] == 1 + 2 * 85

    fields = {"model": "m", "prompt": "four", "n": 11}
    assert refused(lambda: media.generate_image(sent(fields), ""))[1]["error"]["param"] == "n"


def test_speech_is_a_wave_of_silence():
    fields = {"model": "m", "voice": "v", "input": "hello", "response_format": "wav"}
    answer = media.speak(sent(fields), "")
    with wave.open(io.BytesIO(answer.body)) as sound:
        assert (sound.getframerate(), sound.getnframes()) == (8000, 400)
    assert dict(answer.headers)[b"content-type"] == b"audio/wav"


def test_speech_is_as_long_as_asked():
    fields = {"model": "m@megabytes=1", "voice": "v", "input": "hello"}
    assert len(media.speak(sent(fields), "").body) == 1024 * 1024


def test_speech_refuses_formats():
    fields = {"model": "m", "voice": "v", "input": "hello", "response_format": "midi"}
    _, body = refused(lambda: media.speak(sent(fields), ""))
    assert body["error"]["param"] == "response_format"


def test_a_transcription_names_the_file():
    files = {"file": ("a.wav", b"123")}
    answer = read(media.transcribe(form({"model": "m"}, files), ""))
    assert answer["text"] == "a.wav has 3 bytes."
    assert answer["usage"]["output_tokens"] == 5
    plain = media.transcribe(form({"model": "m", "response_format": "text"}, files), "")
    assert plain.body == b"a.wav has 3 bytes.\n"
    assert refused(lambda: media.transcribe(form({"model": "m"}, {}), ""))[0] == 400
