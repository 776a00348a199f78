import type { Secrets } from '../secrets';
import { withoutLooks } from './shapes';

/**
 * A text that nobody marked, such as an error of Terraform, without what is known to be secret and without what looks so. For texts that are
 * shown to people; it may take away too much.
 *
 * @param known for example what the process was given; what the plan marks, where there is one
 */
export function redactText(text: string, known?: Pick<Secrets, 'remove'>): string {
  const withoutKnown = known === undefined ? text : known.remove(text);
  return withoutLooks(withoutKnown);
}
