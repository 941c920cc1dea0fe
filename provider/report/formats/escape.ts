// All texts that come from the program pass one of these functions before they are printed.
