from __future__ import annotations

import base64
import json

import pytest

from channels.redaction import Redactor


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc.def-ghi",
        "failed with Bearer abc.def-ghi",
        "Cookie: abc.def-ghi",
        '{"access_token": "abc.def-ghi", "id": 1}',
        '{"password":"abc.def-ghi"}',
        "https://x.example/cb?api_key=abc.def-ghi&id=1",
        "https://user:abc.def-ghi@x.example/",
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    assert "abc.def-ghi" not in Redactor().text(text)


def test_a_given_secret_is_taken_out_in_every_form_it_travels_in() -> None:
    secret = 'p/s "w" & ü'
    forms = [secret, "p%2Fs%20%22w%22%20%26%20%C3%BC", json.dumps(secret), base64.b64encode(secret.encode()).decode()]
    for form in forms:
        assert form not in Redactor([secret]).text(f"before {form} after")


def test_ordinary_text_stays_as_it_is() -> None:
    text = '{"id": "1", "url": "https://m.example/@hub/1", "content": "Secrets of zero trust: tokens, passwords"}'
    assert Redactor(["", "ab"]).text(text) == text


def test_data_is_redacted_by_name_and_by_value() -> None:
    data = {"token": {"a": 1}, "user": {"client_secret": "x", "name": "me"}, "log": ["sent s3cret9", 4, None]}
    assert Redactor(["s3cret9"]).data(data) == {
        "token": "[redacted]",
        "user": {"client_secret": "[redacted]", "name": "me"},
        "log": ["sent [redacted]", 4, None],
    }
