"""Notices (通知): one room, look-alike channels. `notify` is deferred in the transaction of the change; see docs/notices.md."""
