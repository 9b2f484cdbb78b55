/** Files that are not part of a packaged chart. */
export const HELM_IGNORE = `.DS_Store
.git/
.gitignore
.cdk8s-dagster*
*.swp
*.tmp
*.tgz
`;
