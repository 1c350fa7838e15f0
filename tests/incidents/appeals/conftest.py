"""A small district for invented appeals."""

import pytest

from grids.models import Division


@pytest.fixture
def district(db: None) -> str:
    """440399 with two streets: 老坑 and 新桥 in the east, 新桥 again in the west."""
    for code, name in (
        ("4403", "某市"), ("440399", "某区"), ("440399001", "东街道"), ("440399002", "西街道"),
        ("440399001001", "老坑社区居委会"), ("440399001002", "新桥社区居委会"), ("440399002001", "新桥社区居委会"),
    ):  # fmt: skip
        parent = {4: None, 6: code[:4], 9: code[:6], 12: code[:9]}[len(code)]
        Division.objects.create(code=code, name=name, parent_id=parent)
    return "440399"
