/** Something that lies in the directory of the Terraform configuration. */
export interface SourceEntry {
  /** Relative to the directory of the configuration, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Of `.tf` files and lock files; what is no UTF-8 shows as U+FFFD. */
  readonly text?: string;
}

/** The configuration as `terraform init` would find it. */
export interface TerraformSources {
  /** Everything below the directory of the configuration; what Terraform itself put into `.terraform` directories is left out. */
  entries(): Promise<readonly SourceEntry[]>;
  /** Paths of the whole checkout that git keeps and that only Terraform should make, or that would change how it works. */
  planted(): Promise<readonly string[]>;
  /** Variables of this process that lead Terraform to plugins of the checkout, or of whoever set them. */
  variables(): Promise<readonly string[]>;
}
