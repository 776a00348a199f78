"""DescribeOrderableDBInstanceOptions with the Graviton classes that Aurora global databases are run on.

Follows API_DescribeOrderableDBInstanceOptions. MiniStack lists t3, r5 and m5 only, so a lookup of db.r6g.large is empty.
"""

from ministack.services import rds

from .actions import parameter, succeeded, wrap

CLASSES = tuple(f"db.{family}.{size}" for family in ("r6g", "r7g", "r6i") for size in ("large", "xlarge", "2xlarge"))


def install():
    wrap("DescribeOrderableDBInstanceOptions", _describe)


def _describe(original, params):
    response = original(params)
    engine = parameter(params, "Engine") or ""
    wanted = parameter(params, "DBInstanceClass")
    if not succeeded(response) or not engine.startswith("aurora"):
        return response
    version = parameter(params, "EngineVersion") or rds._default_engine_version(engine)
    options = "".join(_option(engine, version, name) for name in CLASSES if wanted in (None, name))
    status, headers, body = response
    closing = b"</OrderableDBInstanceOptions>"
    return status, headers, body.replace(closing, options.encode() + closing)


def _option(engine, version, instance_class):
    zones = "".join(f"<AvailabilityZone><Name>{rds.get_region()}{zone}</Name></AvailabilityZone>" for zone in "abc")
    return f"""<OrderableDBInstanceOption>
        <Engine>{engine}</Engine><EngineVersion>{version}</EngineVersion><DBInstanceClass>{instance_class}</DBInstanceClass>
        <LicenseModel>{rds._license_model(engine)}</LicenseModel><AvailabilityZones>{zones}</AvailabilityZones>
        <MultiAZCapable>false</MultiAZCapable><ReadReplicaCapable>false</ReadReplicaCapable><Vpc>true</Vpc>
        <SupportsStorageEncryption>true</SupportsStorageEncryption><StorageType>aurora</StorageType>
        <SupportsEnhancedMonitoring>true</SupportsEnhancedMonitoring>
        <SupportsIAMDatabaseAuthentication>true</SupportsIAMDatabaseAuthentication>
        <SupportsPerformanceInsights>true</SupportsPerformanceInsights>
        <SupportedEngineModes><member>provisioned</member></SupportedEngineModes>
        <SupportsGlobalDatabases>true</SupportsGlobalDatabases><SupportsClusters>true</SupportsClusters>
    </OrderableDBInstanceOption>"""
