"""Settings, read once from the environment or `.env`, and passed down."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingError


def _data_home() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "council-guide"


def _key_home() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "council-guide" / "master.key"


class Settings(BaseSettings):
    """One line of meaning for each setting. Names have the prefix GUIDE_, but for Slack's and OpenAI's own."""

    model_config = SettingsConfigDict(
        env_prefix="GUIDE_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data_dir: Path = Field(default_factory=_data_home, description="Holds everything that the bot writes.")
    council_dir: Path = Field(
        default_factory=lambda: Path(str(resources.files("bot").joinpath("demo"))),
        description="The council's own folder: council.yaml, advice.yaml, policies/.",
    )
    key_file: Path = Field(
        default_factory=_key_home,
        description="The key that everything stored is encrypted with. Never inside the data folder.",
    )
    database_url: str | None = Field(
        default=None, description="Where the rows are kept; none: a SQLite file in the data folder."
    )
    sweep_s: float = Field(default=15.0, gt=0, le=60, description="Seconds between two looks at what is due.")
    drain_s: float = Field(default=20.0, ge=0, description="Seconds that a stop waits for work in hand.")
    slack_bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="SLACK_API_URL")
    model: str | None = Field(
        default=None, description="Name of a language model; none: answers by extraction."
    )
    model_timeout_s: float = Field(
        default=20.0,
        gt=0,
        description="Seconds that an answer of the language model may take, retries included.",
    )
    model_max_tokens_in: int = Field(
        default=6000, ge=500, description="Tokens sent for one answer, at most; fewer passages go beyond it."
    )
    model_max_tokens_out: int = Field(
        default=900, ge=100, description="Tokens that the model may write for one answer."
    )
    model_tokens_a_day: int = Field(
        default=1_000_000,
        ge=0,
        description="Tokens of a day (New Zealand's), read and written; then extraction.",
    )
    model_price_in: float | None = Field(
        default=None, ge=0, description="Price of a million tokens read, in the currency of your bill."
    )
    model_price_out: float | None = Field(
        default=None, ge=0, description="Price of a million tokens written, in the same currency."
    )
    model_cost_a_day: float | None = Field(
        default=None, ge=0, description="What a day may cost at these prices; none: the tokens alone count."
    )
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")

    chroma_url: str | None = Field(
        default=None, description="A Chroma server for the vectors; none: they lie in the data folder."
    )

    @property
    def sources_dir(self) -> Path:
        """Where added documents are kept."""
        return self.data_dir / "sources"

    @property
    def index_dir(self) -> Path:
        """Where the index of the library and the council's policies lies."""
        return self.data_dir / "index"


def load() -> Settings:
    """Read the settings.

    Raises:
        SettingError: a setting is wrong; the message names it.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        name = field if field.isupper() else f"GUIDE_{field.upper()}"
        raise SettingError(f"{name}: {first['msg']}.", "See .env.example for each setting.") from error
    if settings.model and not (settings.openai_api_key or settings.openai_base_url):
        raise SettingError(
            "GUIDE_MODEL is set, but neither OPENAI_API_KEY nor OPENAI_BASE_URL is.",
            "Set one of them, or unset GUIDE_MODEL to answer without a model.",
        )
    if settings.model_cost_a_day is not None and None in (settings.model_price_in, settings.model_price_out):
        raise SettingError(
            "GUIDE_MODEL_COST_A_DAY is set, but GUIDE_MODEL_PRICE_IN and GUIDE_MODEL_PRICE_OUT are not both.",
            "Set the prices of a million tokens, or use GUIDE_MODEL_TOKENS_A_DAY alone.",
        )
    return settings
