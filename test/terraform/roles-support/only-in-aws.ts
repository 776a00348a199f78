import type { Role } from './policies';

/** A reason, and the actions that it is for. */
type Reasoned = readonly (readonly [reason: string, ...actions: readonly string[]])[];

const KEYS_FOR_SERVICES: Reasoned = [
  [
    'RDS, Secrets Manager, DynamoDB and S3 use the keys on behalf of the role; the emulator asks nobody',
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyPair',
    'kms:GenerateDataKeyPairWithoutPlaintext',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
];

const NOT_TOLD_APART: Reasoned = [
  [
    'the emulator does not tell these calls apart from others',
    'apigateway:UpdateRestApiPolicy',
    'lambda:DeleteFunctionEventInvokeConfig',
    'lambda:GetFunctionEventInvokeConfig',
    'lambda:PutFunctionEventInvokeConfig',
    'lambda:UpdateFunctionEventInvokeConfig',
  ],
];

/**
 * What the roles may do although no run in the emulator does it, and why it is needed all the same. Any other right that nobody uses
 * is one too many.
 */
const REASONS: Readonly<Record<Role, Reasoned>> = {
  plan: [...KEYS_FOR_SERVICES, ...NOT_TOLD_APART],
  apply: [
    ...KEYS_FOR_SERVICES,
    ...NOT_TOLD_APART,
    [
      'a change of what is there already; the run makes and destroys',
      'dynamodb:UpdateTable',
      'ec2:ModifySecurityGroupRules',
      'iam:PutRolePermissionsBoundary',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
      'kms:PutKeyPolicy',
      'kms:UpdateAlias',
      'kms:UpdateKeyDescription',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'logs:AssociateKmsKey',
      'rds:ModifyDBCluster',
      'rds:ModifyDBInstance',
      'rds:ModifyDBSubnetGroup',
      'rds:ModifyEventSubscription',
      'rds:ModifyGlobalCluster',
      'rds:RebootDBInstance',
      'rds:ResetDBClusterParameterGroup',
      'rds:ResetDBParameterGroup',
      'route53:UpdateHealthCheck',
      'secretsmanager:UpdateSecret',
      'sns:SetSubscriptionAttributes',
    ],
    [
      'a change of the tags of what is there already',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
      'dynamodb:UntagResource',
      'ec2:DeleteTags',
      'events:UntagResource',
      'iam:UntagRole',
      'lambda:UntagResource',
      'logs:UntagResource',
      'rds:RemoveTagsFromResource',
      'secretsmanager:UntagResource',
      'sns:UntagResource',
      'sqs:UntagQueue',
    ],
    [
      'the rule that starts the failover controller',
      'events:DeleteRule',
      'events:PutRule',
      'events:PutTargets',
      'events:RemoveTargets',
      'events:TagResource',
    ],
    [
      'only where somebody has exported something',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:ListBucketVersions',
    ],
    ['destroying with the writer abroad brings it home first', 'rds:SwitchoverGlobalCluster'],
    [
      'RDS, Lambda and Secrets Manager look, or try something out, on behalf of the role',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeVpcs',
      'ec2:GetSecurityGroupsForVpc',
      'lambda:InvokeFunction',
    ],
    ['Lambda gives network interfaces back late; Terraform then removes them', 'ec2:DeleteNetworkInterface'],
    ['the first database or API of an account', 'iam:CreateServiceLinkedRole'],
  ],
  drill: [
    ...KEYS_FOR_SERVICES,
    ['the probe in the VPC and its history', 'lambda:InvokeFunction', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
  ],
};

/** Whether a role needs a right that no run in the emulator uses. */
export function isNeededInAws(role: Role, action: string): boolean {
  return REASONS[role].some(([, ...actions]) => actions.includes(action));
}
