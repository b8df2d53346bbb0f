"""Indexes by which the changes of a workspace are followed in their order. Made without locking out writers."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('annotations', '0006_quick_checks'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='article',
            index=models.Index(fields=['workspace', 'recorded_at'], name='article_in_order'),
        ),
        AddIndexConcurrently(
            model_name='articlehistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='article_h_order'),
        ),
        AddIndexConcurrently(
            model_name='articlehistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='article_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='articleversion',
            index=models.Index(fields=['workspace', 'recorded_at'], name='version_in_order'),
        ),
        AddIndexConcurrently(
            model_name='articleversionhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='articleversion_h_order'),
        ),
        AddIndexConcurrently(
            model_name='articleversionhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='articleversion_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='assessment',
            index=models.Index(fields=['workspace', 'recorded_at'], name='assessment_in_order'),
        ),
        AddIndexConcurrently(
            model_name='assessmenthistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='assessment_h_order'),
        ),
        AddIndexConcurrently(
            model_name='assessmenthistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='assessment_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='attribution',
            index=models.Index(fields=['workspace', 'recorded_at'], name='attribution_in_order'),
        ),
        AddIndexConcurrently(
            model_name='attributionhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='attribution_h_order'),
        ),
        AddIndexConcurrently(
            model_name='attributionhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='attribution_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='claim',
            index=models.Index(fields=['workspace', 'recorded_at'], name='claim_in_order'),
        ),
        AddIndexConcurrently(
            model_name='claimhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='claim_h_order'),
        ),
        AddIndexConcurrently(
            model_name='claimhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='claim_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(fields=['workspace', 'recorded_at'], name='comment_in_order'),
        ),
        AddIndexConcurrently(
            model_name='commenthistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='comment_h_order'),
        ),
        AddIndexConcurrently(
            model_name='commenthistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='comment_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='corroboration',
            index=models.Index(fields=['workspace', 'recorded_at'], name='corroboration_in_order'),
        ),
        AddIndexConcurrently(
            model_name='corroborationhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='corroboration_h_order'),
        ),
        AddIndexConcurrently(
            model_name='corroborationhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='corroboration_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='exhibit',
            index=models.Index(fields=['workspace', 'recorded_at'], name='exhibit_in_order'),
        ),
        AddIndexConcurrently(
            model_name='exhibithistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='exhibit_h_order'),
        ),
        AddIndexConcurrently(
            model_name='exhibithistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='exhibit_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='layer',
            index=models.Index(fields=['workspace', 'recorded_at'], name='layer_in_order'),
        ),
        AddIndexConcurrently(
            model_name='layerhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='layer_h_order'),
        ),
        AddIndexConcurrently(
            model_name='layerhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='layer_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='membershiphistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='membership_h_order'),
        ),
        AddIndexConcurrently(
            model_name='membershiphistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='membership_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='mention',
            index=models.Index(fields=['workspace', 'recorded_at'], name='mention_in_order'),
        ),
        AddIndexConcurrently(
            model_name='mentionhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='mention_h_order'),
        ),
        AddIndexConcurrently(
            model_name='mentionhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='mention_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='recheckintervalhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='recheckinterval_h_order'),
        ),
        AddIndexConcurrently(
            model_name='recheckintervalhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='recheckinterval_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='resemblancehistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='resemblance_h_order'),
        ),
        AddIndexConcurrently(
            model_name='resemblancehistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='resemblance_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='source',
            index=models.Index(fields=['workspace', 'recorded_at'], name='source_in_order'),
        ),
        AddIndexConcurrently(
            model_name='sourcehistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='source_h_order'),
        ),
        AddIndexConcurrently(
            model_name='sourcehistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='source_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='sourcerelation',
            index=models.Index(fields=['workspace', 'recorded_at'], name='sourcerelation_in_order'),
        ),
        AddIndexConcurrently(
            model_name='sourcerelationhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='sourcerelation_h_order'),
        ),
        AddIndexConcurrently(
            model_name='sourcerelationhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='sourcerelation_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='span',
            index=models.Index(fields=['workspace', 'recorded_at'], name='span_in_order'),
        ),
        AddIndexConcurrently(
            model_name='spanhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='span_h_order'),
        ),
        AddIndexConcurrently(
            model_name='spanhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='span_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='tokenhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='token_h_order'),
        ),
        AddIndexConcurrently(
            model_name='tokenhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='token_h_ends'),
        ),
        AddIndexConcurrently(
            model_name='transition',
            index=models.Index(fields=['workspace', 'recorded_at'], name='transition_in_order'),
        ),
        AddIndexConcurrently(
            model_name='transitionhistory',
            index=models.Index(fields=['workspace_id', 'recorded_at'], name='transition_h_order'),
        ),
        AddIndexConcurrently(
            model_name='transitionhistory',
            index=models.Index(fields=['workspace_id', 'superseded_at'], name='transition_h_ends'),
        ),
    ]
