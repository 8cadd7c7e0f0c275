/** The linter's settings for the import rules of all layers, as JSON with one rule per line. */
export declare function boundariesJson(): string;
