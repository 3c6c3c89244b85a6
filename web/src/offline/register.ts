export function register(_root: URL): void {}
