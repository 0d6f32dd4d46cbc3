from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from contenthub.audience.reading import DeclaredPolicy
from contenthub.mailing.models import Mailing
from contenthub.mailing.viewsets import MailingViewSet

register_permission_policy(Mailing, DeclaredPolicy(Mailing), exact_class=True)


@hooks.register("register_admin_viewset")
def mailings() -> MailingViewSet:
    return MailingViewSet()
