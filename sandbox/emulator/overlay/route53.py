"""Checker regions and child checks of Route 53 health checks.

Follows API_HealthCheckConfig (``Regions``, ``ChildHealthChecks``). MiniStack looks for their text one element too deep and
answers empty names, so every second plan changes the check.
"""

from ministack.services import route53

LISTS = (("Regions", "Region"), ("ChildHealthChecks", "ChildHealthCheck"))


def install():
    original = route53._parse_health_check_config

    def parse(element):
        config = original(element)
        for field, item in LISTS:
            holder = route53._find(element, field)
            if holder is not None:
                config[field] = [(found.text or "").strip() for found in route53._findall(holder, item)]
        return config

    route53._parse_health_check_config = parse
