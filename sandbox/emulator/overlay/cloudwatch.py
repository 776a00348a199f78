"""Metric and composite alarms that can be read back over the Query protocol.

Follows API_PutMetricAlarm, API_DescribeAlarms, API_MetricAlarm and API_CompositeAlarm of the CloudWatch API reference.
MiniStack keeps a third of the attributes and answers a third of those, so every second plan changes every alarm.
Alarms are not evaluated better than before: MiniStack's evaluation ignores dimensions and missing data. What they tell when they
change their state is in ``alarm_messages``.
"""

import datetime
import json
import re

from ministack.services import cloudwatch

SCALARS = (
    "AlarmName", "AlarmArn", "AlarmDescription", "AlarmRule", "ActionsEnabled", "StateValue", "StateReason", "MetricName",
    "Namespace", "Statistic", "ExtendedStatistic", "Period", "Unit", "EvaluationPeriods", "DatapointsToAlarm", "Threshold",
    "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile", "ThresholdMetricId",
    "ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod",
)  # fmt: skip
TIMES = ("StateUpdatedTimestamp", "AlarmConfigurationUpdatedTimestamp", "StateTransitionedTimestamp")
LISTS = ("AlarmActions", "OKActions", "InsufficientDataActions", "Dimensions", "Metrics")
OF_ONE_METRIC = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Unit", "Dimensions")


def install():
    put_metric, put_composite = cloudwatch._put_metric_alarm, cloudwatch._put_composite_alarm
    describe = cloudwatch._describe_alarms

    def put_metric_alarm(params, cbor_data, is_cbor, is_json=False):
        response = put_metric(params, cbor_data, is_cbor, is_json)
        sent = cbor_data if is_cbor or is_json else _tree(params)
        _complete(cloudwatch._alarms.get(sent.get("AlarmName")), sent)
        return response

    def put_composite_alarm(params, cbor_data, is_cbor, is_json=False):
        response = put_composite(params, cbor_data, is_cbor, is_json)
        sent = cbor_data if is_cbor or is_json else _tree(params)
        _complete(cloudwatch._composite_alarms.get(sent.get("AlarmName")), sent)
        return response

    def describe_alarms(params, cbor_data, is_cbor, is_json=False):
        if is_cbor or is_json:
            return describe(params, cbor_data, is_cbor, is_json)
        status, headers, body = describe(params, _tree(params), False, True)
        if status != 200:
            return describe(params, cbor_data, is_cbor, is_json)
        return _answer(json.loads(body))

    cloudwatch._put_metric_alarm = put_metric_alarm
    cloudwatch._put_composite_alarm = put_composite_alarm
    cloudwatch._describe_alarms = describe_alarms


def _tree(params):
    """Query parameters (``Metrics.member.1.MetricStat.Period=60``) as the nested value that they spell."""
    root = {}
    for name, values in params.items():
        value = values[0] if isinstance(values, list) else values
        node = root
        *path, last = name.split(".")
        for step in path:
            node = node.setdefault(step, {})
        node[last] = value
    return {name: _listed(value) for name, value in root.items()}


def _listed(value):
    if not isinstance(value, dict):
        return value
    if set(value) == {"member"} and isinstance(value["member"], dict):
        return [_listed(value["member"][index]) for index in sorted(value["member"], key=int)]
    return {name: _listed(inner) for name, inner in value.items()}


def _complete(alarm, sent):
    """Adds what MiniStack drops at PutMetricAlarm and PutCompositeAlarm."""
    if alarm is None:
        return
    for name in ("AlarmActions", "OKActions", "InsufficientDataActions"):
        alarm[name] = sent.get(name) or []
    for name in ("EvaluateLowSampleCountPercentile", "ThresholdMetricId", "ActionsSuppressor", "AlarmDescription"):
        if sent.get(name):
            alarm[name] = sent[name]
    alarm["ActionsEnabled"] = str(sent.get("ActionsEnabled", True)).lower() != "false"
    if sent.get("Metrics"):
        alarm["Metrics"] = sent["Metrics"]
        for name in OF_ONE_METRIC:
            alarm.pop(name, None)
    elif alarm.get("ExtendedStatistic"):
        alarm.pop("Statistic", None)


def _answer(found):
    lists = "".join(
        f"<{kind}>" + "".join(f"<member>{_alarm(alarm)}</member>" for alarm in found.get(kind, [])) + f"</{kind}>"
        for kind in ("MetricAlarms", "CompositeAlarms")
    )
    token = f"<NextToken>{_text(found['NextToken'])}</NextToken>" if found.get("NextToken") else ""
    return cloudwatch._xml(200, "DescribeAlarmsResponse", f"<DescribeAlarmsResult>{lists}{token}</DescribeAlarmsResult>")


def _alarm(alarm):
    scalars = "".join(_element(name, alarm[name]) for name in SCALARS if alarm.get(name) not in (None, ""))
    times = "".join(_element(name, _iso(alarm[name])) for name in TIMES if alarm.get(name))
    return scalars + times + "".join(_element(name, alarm[name]) for name in LISTS if name in alarm)


def _element(name, value):
    return f"<{name}>{_content(value)}</{name}>"


def _content(value):
    if isinstance(value, dict):
        return "".join(_element(name, inner) for name, inner in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{_content(inner)}</member>" for inner in value)
    return _text(value)


def _text(value):
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return re.sub(r'[<>&"]', lambda found: f"&#{ord(found.group(0))};", text)


def _iso(moment):
    if isinstance(moment, str):
        return moment
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
