"""Names made by combining lists: people, programmes, sites, projects. None is meant to be anybody's."""

from __future__ import annotations

from random import Random

from kg.text.canonical import match_key, slug

_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Nông",
    "Lương", "Hà", "Triệu", "Mai", "Đinh", "Phùng", "Lò", "Vi", "Ma", "Sùng", "Tạ", "Cao", "Tô", "Chu",
)  # fmt: skip
_MIDDLE = (
    "Văn", "Thị", "Hữu", "Đức", "Minh", "Quang", "Thanh", "Ngọc", "Xuân", "Công", "Đình", "Bá", "Kim", "Hải",
    "Thế", "Trọng", "Duy", "Mạnh", "Thu", "Hồng", "Bích", "Như", "Tiến", "Khắc", "Viết", "Phúc", "Gia", "Anh",
)  # fmt: skip
_GIVEN = (
    "An", "Bách", "Bảo", "Châu", "Chiến", "Cường", "Diệp", "Dũng", "Duyên", "Đạt", "Điệp", "Giang", "Hà",
    "Hạnh", "Hiền", "Hiếu", "Hoa", "Hòa", "Huân", "Hùng", "Hương", "Khánh", "Khôi", "Lam", "Lan", "Lâm",
    "Liên", "Linh", "Long", "Lộc", "Mai", "Nam", "Nga", "Nghĩa", "Nhàn", "Nhung", "Phong", "Phương", "Quân",
    "Quyên", "Sáng", "Sơn", "Tâm", "Thảo", "Thắng", "Thịnh", "Thủy", "Tiệp", "Toàn", "Trang", "Trung", "Tuấn",
    "Tùng", "Uyên", "Vân", "Việt", "Vinh", "Vượng", "Xuyến", "Yến",
)  # fmt: skip
_PLACE_WORDS = ("Nà", "Bản", "Khuổi", "Pác", "Cốc", "Lũng", "Phiêng", "Thẩm", "Kéo", "Tát")
_PLACE_ENDS = (
    "Mười", "Cáy", "Lầu", "Hin", "Đeng", "Quang", "Rọ", "Thuôn", "Chang", "Sản", "Luông", "Tấu", "Pheo",
    "Viềng", "Sáy", "Bó", "Loòng", "Đông", "Mạ", "Vài", "Khoang", "Lẹng", "Nưa", "Tẩu",
)  # fmt: skip
SITE_KINDS = (
    ("village", "thôn", "village"),
    ("bridge", "cầu", "bridge"),
    ("cluster", "cụm công nghiệp", "industrial cluster"),
    ("market", "chợ", "market"),
    ("school", "trường học", "school"),
    ("cooperative", "hợp tác xã", "cooperative"),
    ("road", "đường", "road"),
)
WORKS = (
    ("đường giao thông", "road"),
    ("hồ chứa nước", "reservoir"),
    ("kè chống sạt lở", "embankment"),
    ("trạm y tế", "health station"),
    ("trường mầm non", "kindergarten"),
    ("công trình cấp nước", "water supply"),
    ("nhà văn hóa", "culture house"),
    ("cầu dân sinh", "footbridge"),
)
PROGRAMME_SUBJECTS = (
    ("giảm nghèo", "poverty reduction"),
    ("trồng rừng", "afforestation"),
    ("chuyển đổi số", "digital transformation"),
    ("sản phẩm làng nghề", "craft villages"),
    ("nhà ở nông thôn", "rural housing"),
    ("nước sạch", "clean water"),
    ("du lịch bản làng", "village tourism"),
    ("chăn nuôi an toàn", "safe livestock"),
)


class PeopleNames:
    """Gives names and ids to invented officials, and remembers who shares a name.

    Args:
        chance: decides.
        taken: match keys that nobody may get: those of the people in the reference records.
    """

    def __init__(self, chance: Random, taken: set[str]) -> None:
        self._chance = chance
        self._taken = taken
        self._ids_by_key: dict[str, list[str]] = {}
        self._numbers: dict[str, int] = {}
        self._made: list[str] = []

    def new(self) -> tuple[str, str, list[str]]:
        """Make an official: id, name, ids of the namesakes made before.

        One in thirty bears a name that somebody bears already; the namesake's id gets a number.
        """
        if self._made and self._chance.random() < 1 / 30:
            name = self._chance.choice(self._made)
        else:
            name = self._unused()
            self._made.append(name)
        number = self._numbers[slug(name)] = self._numbers.get(slug(name), 0) + 1
        identifier = slug(name) if number == 1 else f"{slug(name)}-{number}"
        namesakes = self._ids_by_key.setdefault(match_key(name), [])
        before = list(namesakes)
        namesakes.append(identifier)
        return identifier, name, before

    def _unused(self) -> str:
        """A name whose match key nobody has, as long as there are any."""
        name = ""
        for _ in range(200):
            name = " ".join(
                (self._skewed(_FAMILY), self._chance.choice(_MIDDLE), self._chance.choice(_GIVEN))
            )
            key = match_key(name)
            if key not in self._taken and key not in self._ids_by_key:
                break
        return name

    def _skewed(self, words: tuple[str, ...]) -> str:
        """A word of a list, the first ones more often."""
        return words[int(len(words) * self._chance.random() ** 2)]


def place_name(chance: Random) -> str:
    """Make the proper name of a site."""
    return f"{chance.choice(_PLACE_WORDS)} {chance.choice(_PLACE_ENDS)}"
