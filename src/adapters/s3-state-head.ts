import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { StateHead } from '../ports/state-head';

/** The state cannot be read. The message never holds any of it: a state can hold secrets. */
export class StateHeadError extends Error {
  override readonly name = 'StateHeadError';
}

export interface S3StateHeadOptions {
  readonly bucket: string;
  /** Key of the state, as the backend of Terraform names it. */
  readonly key: string;
  /** Of the bucket's region. */
  readonly client: S3Client;
}

/** https://developer.hashicorp.com/terraform/internals/json-format tells nothing of them, but every state since version 4 has both. */
const stateSchema = z.object({ lineage: z.string().min(1), serial: z.number().int().nonnegative() });

/** Lineage and serial of a state in S3; everything else of it is dropped at once. */
export function s3StateHead({ bucket, key, client }: S3StateHeadOptions): StateHead {
  const place = `the state ${key} in ${bucket}`;
  return {
    async read() {
      let text: string | undefined;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        text = await Body?.transformToString('utf8');
      } catch (cause) {
        if (cause instanceof NoSuchKey) return undefined;
        const message = cause instanceof Error ? cause.message || cause.name : String(cause);
        throw new StateHeadError(
          `${place} cannot be read: ${message}; the role of this job needs s3:GetObject on it and s3:ListBucket`,
          { cause },
        );
      }
      const state = stateSchema.safeParse(parseJson(text ?? ''));
      if (!state.success)
        throw new StateHeadError(
          `${place} is no state of Terraform; look at the object's versions before anything is applied`,
        );
      return state.data;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not chained: the parser's message quotes the text.
    return undefined;
  }
}
