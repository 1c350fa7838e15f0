"""Proving that a phone number is one's own (手机号验证): a code by SMS, for people without an account."""
