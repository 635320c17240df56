"""Mistakes as a person reads them."""

from ai_gateway.config.mistakes import ConfigurationInvalid, Mistake


def test_a_mistake_reads_as_one_sentence_with_its_line():
    mistake = Mistake("edge.port", "found 'abc'", "correct it", "a whole number", line=3)
    assert str(mistake) == "edge.port (line 3): found 'abc'; expected a whole number; correct it"


def test_parts_that_are_empty_leave_no_trace():
    mistake = Mistake("providers.openai.api_ky", "unknown key", "did you mean api_key?")
    assert str(mistake) == "providers.openai.api_ky: unknown key; did you mean api_key?"


def test_the_file_as_a_whole_has_a_name():
    assert str(Mistake("", "not YAML", "mend it")) == "the file: not YAML; mend it"


def test_the_exception_says_every_mistake():
    invalid = ConfigurationInvalid((Mistake("a", "x", "y"), Mistake("b", "x", "y")))
    assert str(invalid) == "a: x; y\nb: x; y"
