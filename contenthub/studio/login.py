"""A login that works once: how the person who started the hub gets in the first time."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode


class OnceTokens(PasswordResetTokenGenerator):
    """Tokens that end with the next login: they are made from the time of the last one, and kept nowhere."""

    key_salt = "contenthub.studio.login.OnceTokens"


tokens = OnceTokens()


def administrator() -> User | None:
    """The oldest active superuser, or None."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()


def address(user: User) -> str:
    """A full address that logs this user in, once, within PASSWORD_RESET_TIMEOUT."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return f"{settings.BASE_URL}{reverse('studio:login_once', args=[who, tokens.make_token(user)])}"


def user_for(who: str, token: str) -> User | None:
    """The user an address was made for; None when it was used, is too old or was never ours."""
    try:
        user = User.objects.get(pk=force_str(urlsafe_base64_decode(who)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if tokens.check_token(user, token) else None
