import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
  type SecretsManagerClient,
  type SecretVersionsListEntry,
} from '@aws-sdk/client-secrets-manager';
import { CURRENT, PENDING, type SecretVersions } from '../ports/secret-versions';

export interface SecretsManagerVersionsOptions {
  readonly secretArn: string;
  /** A client for the region of the secret. */
  readonly client: SecretsManagerClient;
}

/** The versions of one secret in AWS Secrets Manager. */
export function secretsManagerVersions({ secretArn, client }: SecretsManagerVersionsOptions): SecretVersions {
  const SecretId = secretArn;

  const value = async (which: { VersionId: string; VersionStage?: string }): Promise<string | undefined> => {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId, ...which }))).SecretString;
    } catch (error) {
      // So says Secrets Manager of a version that has a label and no value yet, too.
      if (error instanceof ResourceNotFoundException) return undefined;
      // And so of a version whose label is on another one by now.
      if (error instanceof InvalidRequestException && /not associated/.test(error.message)) return undefined;
      throw error;
    }
  };

  const labels = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    return new Map(Object.entries(VersionIdsToStages));
  };

  const move = async (label: string, to: string, from: string | undefined) => {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: label,
        MoveToVersionId: to,
        ...(from === undefined ? {} : { RemoveFromVersionId: from }),
      }),
    );
  };

  /**
   * A value that is there already wins: a step that is repeated must not replace what the first run stored. Storing it again moves
   * no label either, so a label that went elsewhere meanwhile is moved by itself.
   */
  const put = async (ClientRequestToken: string, SecretString: string, label: string, RotationToken?: string) => {
    try {
      await client.send(
        new PutSecretValueCommand({
          SecretId,
          ClientRequestToken,
          SecretString,
          VersionStages: [label],
          ...(RotationToken === undefined ? {} : { RotationToken }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ResourceExistsException)) throw error;
    }
    const holder = [...(await labels())].find(([, held]) => held.includes(label))?.[0];
    if (holder !== ClientRequestToken) await move(label, ClientRequestToken, holder);
  };

  const list = async (IncludeDeprecated: boolean): Promise<SecretVersionsListEntry[]> => {
    const versions: SecretVersionsListEntry[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated, ...(NextToken ? { NextToken } : {}) }),
      );
      versions.push(...(page.Versions ?? []));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return versions;
  };

  return {
    name: secretArn,
    labels,
    read: ({ versionId, label }) => value({ VersionId: versionId, VersionStage: label }),
    async currentSince() {
      const since = (await list(false)).find(({ VersionStages }) => VersionStages?.includes(CURRENT))?.CreatedDate;
      if (since === undefined) throw new Error(`${secretArn} has no current version`);
      return since;
    },
    async history(limit) {
      const versions = await list(true);
      const createdMs = ({ CreatedDate }: SecretVersionsListEntry) => CreatedDate?.getTime() ?? 0;
      const newest = versions.sort((a, b) => createdMs(b) - createdMs(a)).slice(0, limit);
      const texts: string[] = [];
      for (const { VersionId } of newest) {
        const text = VersionId === undefined ? undefined : await value({ VersionId });
        if (text !== undefined) texts.push(text);
      }
      return texts;
    },
    storePending: (versionId, text, rotationToken) => put(versionId, text, PENDING, rotationToken),
    storeCurrent: (versionId, text) => put(versionId, text, CURRENT),
    makeCurrent: (versionId, from) => move(CURRENT, versionId, from),
    async clearPending(versionId) {
      await client.send(
        new UpdateSecretVersionStageCommand({ SecretId, VersionStage: PENDING, RemoveFromVersionId: versionId }),
      );
    },
  };
}
