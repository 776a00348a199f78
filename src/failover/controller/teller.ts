import { withinTime } from '../../health/time-limit';
import type { Clock } from '../../ports/clock';
import type { Logger } from '../../ports/logger';
import type { Notifier } from '../../ports/notifier';
import type { Lease } from './lease';
import { messagesDue } from './messages';
import { SURVEY_LIMIT_MS, type ControllerSettings } from './settings';

/**
 * Tells people what is due, and records that it was told. A message may come twice when a crash falls between the two; never not at
 * all. Nothing waits for it: a topic that does not answer must not keep the database down.
 */
export class Teller {
  private refusal = { episode: '', key: '' };

  constructor(
    private readonly settings: ControllerSettings,
    private readonly ports: { readonly notifier: Notifier; readonly clock: Clock; readonly logger: Logger },
  ) {}

  /** Whether these refusals differ from the last ones of the episode. */
  isNewRefusal(episode: string, key: string): boolean {
    const isNew = this.refusal.episode !== episode || this.refusal.key !== key;
    this.refusal = { episode, key };
    return isNew;
  }

  /** @throws LeaseLostError, RecordUnsureError */
  async tell(lease: Lease): Promise<void> {
    const { episode } = lease.record;
    if (episode === undefined) return;
    const key = this.refusal.episode === episode.id ? this.refusal.key : '';
    const told: string[] = [];
    for (const message of messagesDue(episode, key, this.settings)) {
      try {
        await withinTime(this.ports.notifier.tell(message.subject, message.text), SURVEY_LIMIT_MS, this.ports.clock);
        told.push(message.key);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        this.ports.logger.error(`"${message.subject}" could not be told, tried again later: ${text}`);
        break;
      }
    }
    if (told.length === 0) return;
    await lease.write((record) =>
      record.episode === undefined
        ? record
        : { ...record, episode: { ...record.episode, told: [...record.episode.told, ...told] } },
    );
  }
}
