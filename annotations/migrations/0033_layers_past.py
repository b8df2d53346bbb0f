"""Undoing looks for the past of one layer, not of the whole workspace. Nobody has to wait while the indexes are made."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('annotations', '0032_many_rows'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='attributionhistory',
            index=models.Index(fields=['layer_id'], name='attribution_h_layer'),
        ),
        AddIndexConcurrently(
            model_name='mentionhistory',
            index=models.Index(fields=['attribution_id'], name='mention_h_attribution'),
        ),
        AddIndexConcurrently(
            model_name='mentionhistory',
            index=models.Index(fields=['span_id'], name='mention_h_span'),
        ),
        AddIndexConcurrently(
            model_name='progresshistory',
            index=models.Index(fields=['layer_id'], name='progress_h_layer'),
        ),
        AddIndexConcurrently(
            model_name='spanhistory',
            index=models.Index(fields=['layer_id'], name='span_h_layer'),
        ),
    ]
