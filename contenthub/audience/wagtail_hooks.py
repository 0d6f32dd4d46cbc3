from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from contenthub.audience.models import ConsentWording, Contact, ContactList, Lead
from contenthub.audience.reading import DeclaredPolicy
from contenthub.audience.viewsets import AudienceGroup

for model in (Contact, ContactList, Lead, ConsentWording):
    register_permission_policy(model, DeclaredPolicy(model), exact_class=True)


@hooks.register("register_admin_viewset")
def audience_group() -> AudienceGroup:
    return AudienceGroup()
