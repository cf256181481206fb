"""Addresses of the five parts of `insights`."""

from headwater.web.insights.algorithms import urls as algorithms
from headwater.web.insights.assessments import urls as assessments
from headwater.web.insights.data_in import urls as data_in
from headwater.web.insights.indicators import urls as indicators
from headwater.web.insights.watch import urls as watch

app_name = "insights"
urlpatterns = [
    *data_in.urlpatterns,
    *assessments.urlpatterns,
    *indicators.urlpatterns,
    *algorithms.urlpatterns,
    *watch.urlpatterns,
]
