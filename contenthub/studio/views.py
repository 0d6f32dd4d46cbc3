"""The studio's own pages outside Wagtail's admin."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contenthub.studio.login import user_for


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def login_once(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """GET shows a form; POST logs in (and sets a password, when one was typed). The address works once."""
    user = user_for(who, token)
    if user is None:
        return render(request, "studio/login_once.html", {"gone": True}, status=410)
    form = SetPasswordForm(user, request.POST or None)
    for field in form.fields.values():
        field.required = False
        field.widget.attrs.pop("autofocus", None)
    if request.method == "POST":
        wants_password = bool(request.POST.get("new_password1") or request.POST.get("new_password2"))
        if not wants_password or form.is_valid():
            if wants_password:
                form.save()
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, _("Welcome. This address will not work again."))
            return redirect("wagtailadmin_home")
    return render(request, "studio/login_once.html", {"form": form, "account": user})
