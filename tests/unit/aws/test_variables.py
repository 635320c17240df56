"""The variables that are plain texts."""

from pathlib import Path

from ai_gateway.aws.variables import text_variables


def test_the_file_counts_before_the_environment(tmp_path: Path):
    file = tmp_path / "environments" / "dev.tfvars"
    file.parent.mkdir()
    file.write_text(
        'region = "eu-west-1"\n'
        '  secret_prefix   = "ai-gateway/dev" # of this environment\n'
        '# certificate_arn = "arn:old"\n'
        "cpu = 512\n"
        'allowed_cidrs = ["10.0.0.0/8"]\n'
        'computed = "${x}"\n'
    )
    environment = {"TF_VAR_region": "us-east-1", "TF_VAR_certificate_arn": "arn:new", "HOME": "x"}
    assert text_variables(tmp_path, "dev", environment) == {
        "region": "eu-west-1",
        "secret_prefix": "ai-gateway/dev",
        "certificate_arn": "arn:new",
    }


def test_without_a_file_the_environment_alone_counts(tmp_path: Path):
    assert text_variables(tmp_path, "qa", {"TF_VAR_a": "1"}) == {"a": "1"}
