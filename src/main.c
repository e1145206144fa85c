/* main.c - finds the command by name, runs it, prints its error; nothing else. */
#include "commands/command.h"

int main(int argc, char **argv)
{
    return command_main(argc, argv);
}
