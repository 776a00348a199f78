import { z } from 'zod';
import { ACCOUNT, elements, query } from '../../sandbox/emulator-support/emulator-fixture';

/** An answer says that it is not the whole one; a search for leftovers must not believe it. */
export class TruncatedAnswerError extends Error {
  override readonly name = 'TruncatedAnswerError';
}

const NEXT_PAGE_IN_XML = /<IsTruncated>true<|<(?:Next)?Marker>[^<]|<NextToken>[^<]/;
const NEXT_PAGE_IN_JSON =
  /"(?:NextToken|nextToken|NextMarker|LastEvaluatedTableName|position)":\s*"[^"]|"Truncated":\s*true/;

interface Sent {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One AWS account as its APIs show it. The protocols of AWS are few, so this needs no SDK client for each service. */
export class Account {
  constructor(private readonly endpoint: string) {}

  /** The texts of the elements `element` in the answer to a call of the Query protocol. */
  async query(
    service: string,
    region: string,
    parameters: Record<string, string>,
    element: string,
  ): Promise<readonly string[]> {
    const xml = await query({ endpoint: this.endpoint }, service, region, parameters);
    const call = `${service} ${parameters['Action'] ?? ''}`;
    if (xml.includes('<Error>')) throw new Error(`${call} in ${region}: ${xml}`);
    return elements(whole(xml, NEXT_PAGE_IN_XML, call), element);
  }

  /** The answer to a call of the JSON protocol. */
  async json<T>(service: string, region: string, target: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const text = await this.send(service, region, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(body),
    });
    return schema.parse(JSON.parse(whole(text, NEXT_PAGE_IN_JSON, target)));
  }

  /** The answer to a GET of a REST service that speaks JSON. */
  async get<T>(service: string, region: string, path: string, schema: z.ZodType<T>): Promise<T> {
    const text = await this.send(service, region, path, {});
    return schema.parse(JSON.parse(whole(text, NEXT_PAGE_IN_JSON, path)));
  }

  /** The answer to a GET of a REST service that speaks XML. */
  async getXml(service: string, region: string, path: string): Promise<string> {
    return whole(await this.send(service, region, path, {}), NEXT_PAGE_IN_XML, path);
  }

  private async send(service: string, region: string, path: string, request: Sent): Promise<string> {
    const response = await fetch(new URL(path, this.endpoint), {
      ...request,
      headers: {
        ...request.headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${path} in ${region} answers ${response.status}: ${text}`);
    return text;
  }
}

function whole(answer: string, nextPage: RegExp, call: string): string {
  if (nextPage.test(answer)) throw new TruncatedAnswerError(`${call} has more pages: ask for longer ones`);
  return answer;
}
