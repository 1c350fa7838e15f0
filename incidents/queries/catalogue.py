"""The catalogue for those who keep it: categories by words, responsibilities of a category."""

from django.db.models import Q, QuerySet

from incidents.models import AreaGrade, Category, Responsibility, Standard


def categories_like(words: str) -> QuerySet[Category]:
    """Categories whose name, code or pinyin contains the words; all without words."""
    found = Category.objects.order_by("scheme", "kind", "code")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(code__startswith=words) | Q(pinyin__icontains=words) | Q(name_en__icontains=words)
        )
    return found


def responsibilities_of(category: Category) -> QuerySet[Responsibility]:
    """The lines that answer for a category, its own first, then those of its major."""
    own = Q(category=category)
    of_major = Q(category__isnull=True, kind=category.kind, major_code=category.major_code)
    return Responsibility.objects.filter(own | of_major).select_related("unit").order_by("category", "code")


def area_grades() -> QuerySet[AreaGrade]:
    """The grades, area by area."""
    return AreaGrade.objects.order_by("code")


def special_standards() -> QuerySet[Standard]:
    """Limits for a grade or a season, in place of the common ones."""
    found = Standard.objects.exclude(area_grade="", season="").select_related("category")
    return found.order_by("area_grade", "season", "category__kind", "category__code")
