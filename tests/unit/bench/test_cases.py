"""The cases as a whole: each has its name, and those that it is measured for exist."""

from bench.cases import CASES, Case
from bench.contenders import CONTENDERS, Gateway


def test_each_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)


def test_a_case_names_contenders_that_there_are_and_this_project_among_them() -> None:
    known = {contender.name for contender in CONTENDERS}
    for case in CASES:
        assert (case.contenders or known) <= known
        assert case.measures(Gateway.name)


def test_a_case_is_measured_for_all_where_it_names_none() -> None:
    everyone = Case(name="a", title="A", body=b"{}")
    alone = Case(name="b", title="B", body=b"{}", contenders=frozenset({"gateway"}))
    assert everyone.measures("nginx")
    assert alone.measures("gateway")
    assert not alone.measures("nginx")
