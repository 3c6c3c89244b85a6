"""The thorough profile: `pytest tests/hwinfo --hypothesis-profile=thorough` tries 10,000."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "thorough", max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck)
)
