"""Privacy (个人信息保护), pure: masks, personal numbers found in free text, clean text, document numbers."""

from governance.privacy.finding import PersonalKind, Span, find_personal, redact
from governance.privacy.hygiene import DirtyText, clean_text
from governance.privacy.masks import mask_address, mask_id, mask_landline, mask_name, mask_phone
from governance.privacy.numbers import IdNumber, is_id_number, is_uscc, read_id_number

__all__ = [
    "DirtyText",
    "IdNumber",
    "PersonalKind",
    "Span",
    "clean_text",
    "find_personal",
    "is_id_number",
    "is_uscc",
    "mask_address",
    "mask_id",
    "mask_landline",
    "mask_name",
    "mask_phone",
    "read_id_number",
    "redact",
]
