import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0001_messages'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='campaignresult', name='one_result_a_library'),
        migrations.AddField(
            model_name='campaignresult',
            name='day',
            field=models.DateField(default=datetime.date(2024, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='campaign',
            name='closed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='campaignresult',
            constraint=models.UniqueConstraint(
                fields=('campaign', 'library', 'day'), name='one_result_a_day'
            ),
        ),
    ]
