#ifndef CTERMINAL_H
#define CTERMINAL_H

/// What this process and those that it starts write into the input of their terminal would be read, when they have ended, by the
/// shell that they were started from (TIOCSTI, and pasting into a console). From now on they cannot. Needs PR_SET_NO_NEW_PRIVS.
/// Returns 0 or errno.
int cterminal_forbid_input(void);

#endif
