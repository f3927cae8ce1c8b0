/** A package that only a host with its transport has installed: it is there whenever that transport calls. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- only a call by that transport may load it
export const optionalPackage = <Package>(name: string): Package => require(name) as Package;
