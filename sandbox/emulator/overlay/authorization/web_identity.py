"""Claims of a GitHub token that AWS knows as condition keys, beside ``aud``, ``sub`` and ``amr``, which MiniStack has."""

HOST = "token.actions.githubusercontent.com"
CLAIMS = (
    "actor",
    "actor_id",
    "enterprise_id",
    "environment",
    "job_workflow_ref",
    "ref",
    "repository",
    "repository_id",
    "workflow",
)


def install():
    from ministack.services import sts
    from ministack.services.cognito import _decode_id_token_unverified

    principal_of = sts._web_identity_principal

    def web_identity_principal(token, provider_id, role_arn):
        principal, keys = principal_of(token, provider_id, role_arn)
        if principal.endswith(f"oidc-provider/{HOST}"):
            claims = _decode_id_token_unverified(token)
            keys = {**keys, **{f"{HOST}:{claim}": claims[claim] for claim in CLAIMS if claim in claims}}
        return principal, keys

    sts._web_identity_principal = web_identity_principal
