/* For compilers without a C library: what the printing of a layer by hand needs. */
int printf(const char *format, ...);
