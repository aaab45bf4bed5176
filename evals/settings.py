"""The setting that only evaluations read."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class EvalSettings(BaseSettings):
    """Read from the environment or `.env`, like all settings."""

    model_config = SettingsConfigDict(
        env_prefix="GUIDE_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    eval_data: Path | None = Field(
        default=None, description="A folder of public test collections; they are not shipped."
    )
