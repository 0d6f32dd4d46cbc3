"""The index that the listing of deliveries is read along; those of what is open hold all that is asked of them."""

from __future__ import annotations

from django.db import migrations, models

WAITING = models.Q(state__in=["failed", "held", "handed_over", "unconfirmed"])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_releases_changes_and_time")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["due_at", "id", "state", "account", "variant"], name="delivery_listing"),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_due"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["due_at", "id", "state", "account", "after"],
                name="delivery_due",
                condition=models.Q(state="scheduled"),
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_leased"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["leased_until", "state"], name="delivery_leased", condition=models.Q(state="sending")
            ),
        ),
        migrations.RemoveIndex(model_name="delivery", name="delivery_person"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["planned_at", "state"], name="delivery_person", condition=WAITING),
        ),
    ]
