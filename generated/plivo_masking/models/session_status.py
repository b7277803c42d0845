from enum import StrEnum


class SessionStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    IN_PROGRESS = "in-progress"

    def __str__(self) -> str:
        return str(self.value)
