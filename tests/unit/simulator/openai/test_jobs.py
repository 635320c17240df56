from ai_gateway.simulator.openai.files import Files
from ai_gateway.simulator.openai.jobs import Jobs
from tests.unit.simulator.sample import form, read, refused, sent


def uploaded() -> tuple[Files, str]:
    files = Files()
    upload = form({"purpose": "batch"}, {"file": ("a.jsonl", b"{}")})
    return files, read(files.upload(upload, ""))["id"]


def test_a_batch_is_accepted_shown_and_cancelled():
    files, key = uploaded()
    batches = Jobs(files, "batch")
    fields = {"input_file_id": key, "endpoint": "/v1/x", "completion_window": "24h"}
    made = read(batches.create_batch(sent(fields), ""))
    assert made["status"] == "validating"
    assert read(batches.list(sent(), ""))["data"] == [made]
    assert read(batches.cancel(sent(), made["id"]))["status"] == "cancelling"
    assert read(batches.retrieve(sent(), made["id"]))["status"] == "cancelling"


def test_tuning_needs_a_model_and_a_file():
    files, key = uploaded()
    tuning = Jobs(files, "fine-tuning job")
    made = read(tuning.create_tuning(sent({"model": "gpt", "training_file": key}), ""))
    assert read(tuning.cancel(sent(), made["id"]))["status"] == "cancelled"
    assert refused(lambda: tuning.create_tuning(sent({"training_file": key}), ""))[0] == 400
    fields = {"model": "gpt", "training_file": "none"}
    assert refused(lambda: tuning.create_tuning(sent(fields), ""))[0] == 404


def test_an_unknown_job():
    status, body = refused(lambda: Jobs(Files(), "batch").retrieve(sent(), "x"))
    assert (status, body["error"]["message"]) == (404, "No batch found with id 'x'.")
