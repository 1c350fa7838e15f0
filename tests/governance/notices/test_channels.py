"""Each channel against a server that answers as the real one does."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from governance import outbound
from governance.errors import Invalid
from governance.notices import channels, vapid
from governance.notices.channels import calling, dingtalk, email, push, pushcrypto, sms, webhook, wecom
from governance.notices.message import Later, Message, Never
from governance.outbound import Answer
from tests.town import NOON


class Server:
    """Stands where `outbound.call` stands."""

    def __init__(self) -> None:
        self.calls: list[Mapping[str, Any]] = []
        self.answer: Answer | Exception = Answer(200, b'{"errcode": 0}', {})

    def __call__(self, **given: Any) -> Answer:
        self.calls.append(given)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    one = Server()
    monkeypatch.setattr(calling, "call", one)
    return one


def message(**address: str) -> Message:
    return Message(
        id="0190c0de-0000-7000-8000-000000000001", event="incident.closed", address=address, subject="已办结", body="井盖已换。",
        link="https://x.cn/f", facts={"number": "1"}, gateway_code="SMS_7", at=NOON,
    )  # fmt: skip


def test_all_channels_look_alike():
    for room in channels.CHANNELS.values():
        assert all(callable(getattr(room, name)) for name in ("check", "identity", "hint", "send"))


def test_wecom_and_dingtalk_send_text_and_read_the_error_code(server: Server):
    wecom.send(message(address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"))
    assert orjson.loads(server.calls[0]["body"]) == {"msgtype": "text", "text": {"content": "已办结\n井盖已换。\nhttps://x.cn/f"}}
    dingtalk.send(message(address="https://oapi.dingtalk.com/robot/send?access_token=t", secret="SEC"))
    stamp = str(int(NOON.timestamp() * 1000))
    assert f"&timestamp={stamp}&sign=" in server.calls[1]["url"]
    server.answer = Answer(200, b'{"errcode": 45009}', {})
    with pytest.raises(Later):
        wecom.send(message(address="https://qyapi.weixin.qq.com/x"))
    server.answer = Answer(200, b'{"errcode": 93000}', {})
    with pytest.raises(Never):
        wecom.send(message(address="https://qyapi.weixin.qq.com/x"))


def test_a_webhook_can_be_verified_by_its_receiver(server: Server, settings: Any):
    settings.WEBHOOK_HOSTS = ["hook.example.cn"]
    address = webhook.check({"address": "https://hook.example.cn/a", "secret": "0123456789abcdef"})
    webhook.send(message(**address))
    call = server.calls[0]
    fields = dict(part.split("=") for part in call["headers"]["X-Wangge-Signature"].split(","))
    expected = hmac.new(b"0123456789abcdef", fields["t"].encode() + b"." + call["body"], hashlib.sha256).hexdigest()
    assert fields["v1"] == expected
    assert call["headers"]["X-Wangge-Delivery"] == message().id
    assert call["hosts"] == ["hook.example.cn"]
    assert len(webhook.check({"address": "https://hook.example.cn/a"})["secret"]) >= 16


@pytest.mark.parametrize(("status", "refusal"), [(500, Later), (429, Later), (404, Never), (410, Never), (302, Never)])
def test_what_a_server_answers_decides_whether_it_is_tried_again(server: Server, settings: Any, status: int, refusal: type[Exception]):
    settings.WEBHOOK_HOSTS = ["hook.example.cn"]
    server.answer = Answer(status, b"", {})
    with pytest.raises(refusal):
        webhook.send(message(address="https://hook.example.cn/a", secret="0123456789abcdef"))


def test_sms_goes_with_signature_template_and_facts(server: Server, settings: Any):
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY, settings.SMS_SIGNATURE = "http://10.0.0.7/send", "k", "坪山网格"
    server.answer = Answer(200, b'{"code": "ok"}', {})
    assert sms.send(message(address="13800131234")) == ""
    sent = server.calls[0]
    value = orjson.loads(sent["body"])
    assert (value["phone"], value["sign"], value["template"], value["params"]) == ("13800131234", "坪山网格", "SMS_7", {"number": "1"})
    assert sent["headers"]["X-Signature"] == hmac.new(b"k", sent["body"], hashlib.sha256).hexdigest()
    server.answer = Answer(200, b'{"code": "busy", "retry": true}', {})
    with pytest.raises(Later):
        sms.send(message(address="13800131234"))
    server.answer = outbound.Unreachable("away")
    with pytest.raises(Later):
        sms.send(message(address="13800131234"))


@pytest.mark.parametrize("wrong", ["", "12345", "23800131234", "138001312345", "abc"])
def test_a_number_that_is_no_mobile_is_refused(wrong: str):
    with pytest.raises(Invalid):
        sms.check({"address": wrong})


def test_numbers_are_read_as_people_write_them():
    assert {
        sms.check({"address": text})["address"]
        for text in ("138 0013 1234", "+86 13800131234", "0086-138-0013-1234", "１３８００１３１２３４")
    } == {"13800131234"}


def test_mail_has_an_id_and_no_header_of_a_reporter_s_making(settings: Any, mailoutbox: list[Any]):
    settings.EMAIL_HOST = "mail.example.cn"
    email.send(message(address="li@example.cn"))
    assert mailoutbox[0].extra_headers["X-Wangge-Delivery"] == message().id
    assert mailoutbox[0].content_subtype == "plain"
    assert email.hint({"address": "zhang@example.cn"}) == "z***@example.cn"


def key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(pushcrypto.decoded(text), "big"), ec.SECP256R1())


def test_push_encryption_is_that_of_rfc_8291_appendix_a():
    body = pushcrypto.encrypted(
        b"When I grow up, I want to be a watermelon",
        receiver=pushcrypto.decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        auth=pushcrypto.decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        ours=key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=pushcrypto.decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert pushcrypto.encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_push_is_signed_by_our_kept_key(server: Server, settings: Any, tmp_path: Any):
    settings.VAPID_KEY_FILE = tmp_path / "vapid.pem"
    receiver = ec.generate_private_key(ec.SECP256R1())
    subscription = {
        "address": "https://updates.push.services.mozilla.com/wpush/v2/x",
        "p256dh": pushcrypto.encoded(pushcrypto.point_of(receiver.public_key())), "auth": pushcrypto.encoded(b"0123456789abcdef"),
    }  # fmt: skip
    push.send(message(**push.check(subscription)))
    headers = server.calls[0]["headers"]
    assert headers["Content-Encoding"] == "aes128gcm"
    assert f"k={vapid.public_key()}" in headers["Authorization"]
    assert oct(settings.VAPID_KEY_FILE.stat().st_mode)[-3:] == "600"
    with pytest.raises(Invalid):
        push.check(subscription | {"address": "https://evil.example/x"})
    with pytest.raises(Invalid):
        push.check(subscription | {"auth": "short"})
