"""Questions to begin with. They run as they stand on both databases."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import Text


@dataclass(frozen=True)
class Example:
    title: Text
    sql: str


def examples(year: int) -> list[Example]:
    """The examples, about a year."""
    return [
        Example(title, sql.replace("2024", str(year)).replace("2023", str(year - 1)))
        for title, sql in _EXAMPLES
    ]


_EXAMPLES: tuple[tuple[Text, str], ...] = (
    (
        _("Loans of the year by library and month"),
        """SELECT library_name, month, SUM(quantity) AS loans
FROM indicators
WHERE indicator = 'loans' AND year = 2024
GROUP BY library_name, month
ORDER BY library_name, month""",
    ),
    (
        _("Share of books in Kazakh among the loans of each library, %"),
        """SELECT library_name,
       SUM(quantity) AS loans,
       ROUND(100.0 * SUM(CASE WHEN language = 'kk' THEN quantity ELSE 0 END) / SUM(quantity), 1) AS in_kazakh
FROM diary_months
WHERE measure IN ('loan', 'renewal') AND year = 2024
GROUP BY library_name
HAVING SUM(quantity) > 0
ORDER BY in_kazakh DESC""",
    ),
    (
        _("Libraries that had fewer visits than the year before"),
        """WITH visits AS (
  SELECT library_name,
         SUM(CASE WHEN year = 2024 THEN quantity ELSE 0 END) AS now,
         SUM(CASE WHEN year = 2023 THEN quantity ELSE 0 END) AS before
  FROM diary_months
  WHERE measure = 'visit' AND year IN (2023, 2024)
  GROUP BY library_name
)
SELECT library_name, before, now, now - before AS change
FROM visits
WHERE now < before
ORDER BY change""",
    ),
    (
        _("Events by direction: how many, and how many people came to one on average"),
        """SELECT direction, COUNT(*) AS events, ROUND(AVG(attendance), 1) AS people_on_average
FROM events_held
WHERE channel = 'offline' AND year = 2024
GROUP BY direction
ORDER BY events DESC""",
    ),
    (
        _("How often the stock of each field is lent"),
        """WITH lent AS (
  SELECT subject_field, SUM(quantity) AS loans
  FROM diary_months
  WHERE measure IN ('loan', 'renewal') AND year = 2024
  GROUP BY subject_field
), stock AS (
  SELECT subject_field, SUM(copies) AS copies FROM stock_levels GROUP BY subject_field
)
SELECT stock.subject_field, copies, loans, ROUND(1.0 * loans / copies, 2) AS turnover
FROM stock JOIN lent ON lent.subject_field = stock.subject_field
WHERE copies > 0
ORDER BY turnover DESC""",
    ),
    (
        _("Targets of the year beside what was reached"),
        """WITH reached AS (
  SELECT indicator, SUM(quantity) AS amount FROM indicators WHERE year = 2024 GROUP BY indicator
)
SELECT plan_figures.indicator, plan_figures.value AS target, reached.amount
FROM plan_figures LEFT JOIN reached ON reached.indicator = plan_figures.indicator
WHERE kind = 'target' AND year = 2024 AND quarter = 0 AND cohort = ''
  AND plan_figures.indicator IN (SELECT indicator FROM reached)
ORDER BY plan_figures.indicator""",
    ),
)
