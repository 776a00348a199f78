"""What an alarm tells its topics when it changes its state, by SetAlarmState or by evaluation.

When: API_SetAlarmState and API_PutMetricAlarm of the CloudWatch API reference (``AlarmActions``, ``OKActions``,
``InsufficientDataActions``). What: the JSON that AWS's own library for functions declares for it, ``CloudWatchAlarmSNSPayload`` of
https://github.com/aws/aws-lambda-go/tree/main/events. MiniStack sends a third of that, without the alarm's ARN and with the names
of dimensions in another case, and asks no policy.
"""

import datetime
import json
import time

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch

from .sns_delivery import publish

ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}
# As CloudWatch writes the regions of the sandbox.
REGION_NAMES = {"us-east-1": "US East (N. Virginia)", "us-west-2": "US West (Oregon)"}
LONGEST_SUBJECT = 100


def install():
    cloudwatch._dispatch_alarm_actions = _tell


def _tell(alarm, old_state, new_state, reason):
    if not alarm.get("ActionsEnabled", True):
        return
    region = REGION_NAMES.get(get_region(), get_region())
    subject = f'{new_state}: "{alarm["AlarmName"]}" in {region}'[:LONGEST_SUBJECT]
    message = _message(alarm, old_state, new_state, reason, region)
    for action in alarm.get(ACTIONS[new_state]) or ():
        if action.startswith("arn:aws:sns:"):
            publish("cloudwatch.amazonaws.com", alarm["AlarmArn"], action, message, subject)


def _message(alarm, old_state, new_state, reason, region):
    return {
        "AlarmName": alarm["AlarmName"],
        "AlarmDescription": alarm.get("AlarmDescription") or None,
        "AWSAccountId": get_account_id(),
        "AlarmConfigurationUpdatedTimestamp": _moment(alarm["AlarmConfigurationUpdatedTimestamp"]),
        "NewStateValue": new_state,
        "NewStateReason": reason,
        "StateChangeTime": _moment(time.time()),
        "Region": region,
        "AlarmArn": alarm["AlarmArn"],
        "OldStateValue": old_state,
        **{name: alarm.get(name) or [] for name in ("OKActions", "AlarmActions", "InsufficientDataActions")},
        **(_composite(alarm) if "AlarmRule" in alarm else {"Trigger": _trigger(alarm)}),
    }


def _composite(alarm):
    children = json.loads(alarm.get("StateReasonData") or "{}").get("triggeringAlarms", [])
    return {
        "AlarmRule": alarm["AlarmRule"],
        "TriggeringChildren": [
            {
                "Arn": child["arn"],
                "State": {"Value": child["state"]["value"], "Timestamp": child["state"]["timestamp"]},
            }
            for child in children
        ],
    }


def _trigger(alarm):
    return {
        **({"Metrics": [_query(query) for query in alarm["Metrics"]]} if alarm.get("Metrics") else _one_metric(alarm)),
        "EvaluationPeriods": int(alarm["EvaluationPeriods"]),
        **({"DatapointsToAlarm": int(alarm["DatapointsToAlarm"])} if alarm.get("DatapointsToAlarm") else {}),
        "ComparisonOperator": alarm["ComparisonOperator"],
        "Threshold": float(alarm["Threshold"]),
        "TreatMissingData": alarm.get("TreatMissingData") or "missing",
        "EvaluateLowSampleCountPercentile": alarm.get("EvaluateLowSampleCountPercentile", ""),
    }


def _one_metric(alarm):
    extended = alarm.get("ExtendedStatistic")
    # Only here CloudWatch writes the statistic in capitals: "SAMPLE_COUNT" for SampleCount.
    basic = {"SampleCount": "SAMPLE_COUNT"}.get(alarm.get("Statistic"), (alarm.get("Statistic") or "").upper())
    return {
        "MetricName": alarm["MetricName"],
        "Namespace": alarm["Namespace"],
        "StatisticType": "ExtendedStatistic" if extended else "Statistic",
        **({"ExtendedStatistic": extended} if extended else {"Statistic": basic}),
        "Unit": alarm.get("Unit") or None,
        "Dimensions": _dimensions(alarm),
        "Period": int(alarm["Period"]),
    }


def _query(query):
    stat = query.get("MetricStat")
    described = {
        "Id": query["Id"],
        **{name: query[name] for name in ("Expression", "Label") if query.get(name)},
        "ReturnData": str(query.get("ReturnData", True)).lower() != "false",
    }
    if stat:
        metric = stat["Metric"]
        described["MetricStat"] = {
            "Metric": {
                "Dimensions": _dimensions(metric),
                "MetricName": metric["MetricName"],
                **({"Namespace": metric["Namespace"]} if "Namespace" in metric else {}),
            },
            "Period": int(stat["Period"]),
            **({"Stat": stat["Stat"]} if "Stat" in stat else {}),
        }
    return described


def _dimensions(metric):
    return [{"value": one["Value"], "name": one["Name"]} for one in metric.get("Dimensions") or ()]


def _moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"
