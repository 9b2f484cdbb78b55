/** How YAML is laid out: values as the contract writes them, with every string quoted, or manifests. */
export type YamlStyle = 'quoted' | 'plain';
