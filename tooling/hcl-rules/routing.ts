import { resource, texts } from './blocks';
import type { Hcl } from './read-hcl';
import type { HclFinding } from './rules';

const ROUTING = 'modules/routing';

/** Which instance of the endpoint checks a calculated check takes is in the key of a reference, which a first plan does not hold. */
export function* checksAskForTheRole(hcl: Hcl): Iterable<HclFinding> {
  for (const [check, question] of [
    ['writer', 'writer'],
    ['reader', 'replica'],
  ] as const) {
    const address = `aws_route53_health_check.${check}`;
    const children = texts(resource(hcl, ROUTING, address)?.body['child_healthchecks']).join(' ');
    // The parser keeps the text of the expression.
    if (children.includes(`endpoint["\${each.key}-${question}"]`)) continue;
    yield { where: `${ROUTING}: ${address}`, sentence: `it does not ask for /${question} of its own region` };
  }
}
