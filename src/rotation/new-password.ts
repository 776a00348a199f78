/** Length of every password that a rotation makes (K4 asks for 16). */
export const PASSWORD_LENGTH = 40;

/**
 * Left out: the characters that RDS refuses in a master password (/ @ " and space) and those that break connection strings and
 * shells. The same as in terraform/modules/credentials.
 */
export const EXCLUDED_CHARACTERS = '/@"\'\\`$ :%&?#';

/**
 * Checks what a source of randomness gave (K4): a source that is misconfigured must not weaken the database in silence.
 *
 * @throws Error that does not hold the password
 */
export function checkPassword(password: string): string {
  const fits =
    password.length >= PASSWORD_LENGTH &&
    /[^A-Za-z0-9]/.test(password) &&
    !Array.from(password).some((character) => EXCLUDED_CHARACTERS.includes(character));
  if (!fits)
    throw new Error(`the new password is not ${PASSWORD_LENGTH} characters long with special ones that are allowed`);
  return password;
}
