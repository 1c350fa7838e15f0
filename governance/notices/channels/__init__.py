"""The channels (通知渠道): rooms that look alike, found by name."""

from collections.abc import Mapping

from governance.notices.channels import dingtalk, email, push, sms, webhook, wecom
from governance.notices.message import ChannelRoom
from governance.notices.models import Channel

CHANNELS: Mapping[str, ChannelRoom] = {
    Channel.EMAIL: email,
    Channel.SMS: sms,
    Channel.PUSH: push,
    Channel.WECOM: wecom,
    Channel.DINGTALK: dingtalk,
    Channel.WEBHOOK: webhook,
}
