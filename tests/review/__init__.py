"""The reviewer's desk: what needs Python only here, what needs Node, Go or a browser in tools/."""
