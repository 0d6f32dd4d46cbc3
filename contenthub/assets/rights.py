"""Who may do what with assets, as far as it can be told before it is known which library is meant."""

from __future__ import annotations

from typing import Any

from wagtail.permissions import policy_registry

from contenthub.assets.models import Asset


def may_import(user: Any) -> bool:
    """Whether the user may add pages somewhere. ``import_asset`` checks the library itself."""
    return bool(policy_registry.get_by_type(Asset).user_has_permission(user, "add"))


def may_publish(user: Any) -> bool:
    """Whether the user may publish pages somewhere."""
    return bool(policy_registry.get_by_type(Asset).user_has_permission(user, "publish"))
