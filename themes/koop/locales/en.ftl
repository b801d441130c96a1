# What KOOP says differently from the neutral theme.

home-text = With { $service } you log in safely to the applications of { $organisation } for official publications.
enrolment_done-text = Your MFA is now set up for the { $service } website. From now on, after your password, you enter a code from your authenticator app when you log in.
