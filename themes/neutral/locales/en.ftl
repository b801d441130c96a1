# English. One block per screen; the prefix is the word of the screen.
# Plain words, active, short. { $service } and { $organisation } may be used in every message.

### Around every screen

language = Language
language-name = English
skip = Skip to the content
environment = Please note: this is not the real environment, but { $name }.
error-prefix = Error:
error-heading = There is a problem
help-heading = Need help?
help-text = Contact the service desk:
ask-servicedesk = Contact the service desk:
or = or
website = To the website of { $organisation }
accessibility = Accessibility
progress = Step { $step } of { $of }
cancel = Cancel
cancel-to = Cancel and go back to { $application }
back = Back
back-to = Back to { $application }
begin-again = Go back to the application you want to use and log in again from there.

# How long until something is possible again: "Try again in 4 minutes."
wait = { $unit ->
    [now] now
    [seconds] in { $count ->
        [one] 1 second
       *[other] { $count } seconds
    }
    [minutes] in { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
   *[hours] in { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
}

### Codes

code-hint = 6 digits
code-again = request a new code
code-life = The code is valid for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.

### What can be wrong with an answer

refusal-username_missing = Enter your username.
refusal-password_missing = Enter your password.
refusal-credentials_wrong = The username or the password is not right. Check both and try again.
refusal-password_paused = The username or the password was wrong too often. Try again { $wait }.
refusal-code_malformed = Enter a code of 6 digits.
refusal-code_wrong = The code is not right. Check the code and try again.
refusal-recovery_code_malformed = Enter a recovery code of 16 letters and digits.
refusal-recovery_code_wrong = This recovery code is not right or was used before. Try another code of your list.
refusal-visit_code_wrong = The code is not right or no longer valid. Ask the service desk for a new code.
refusal-passkey_missing = We got no answer from your passkey. Try again.
refusal-passkey_refused = It did not work with this passkey. Try again. Does it still not work? Contact the service desk.
refusal-code_dead = The code is no longer valid. Request a new code.
refusal-code_used = You have already used this code. Wait until your app shows a new one.
refusal-send_paused = We cannot send you a new code now. You can request a new code { $wait }.
refusal-phone_malformed = This is not a valid phone number. Enter a number such as 06 12 34 56 78.
refusal-phone_not_mobile = This number cannot receive text messages. Enter a mobile number that starts with 06.
refusal-phone_country = We do not send text messages to this country. Enter another mobile number.

### Why a new password cannot be

unfit-current_missing = Enter the password that you have now.
unfit-current_wrong = Your current password is not correct. Try again.
unfit-paused = Your current password was wrong too often. Try again { $wait }.
unfit-missing = Enter a new password.
unfit-too_short = This password is too short. Use at least { $least } characters.
unfit-too_long = This password is too long. Use a shorter password.
unfit-control = This password has a character that is not possible, such as a tab. Use letters, digits, punctuation and spaces.
unfit-common = Many people use this password, so others guess it quickly. Choose another password.
unfit-breached = This password was leaked by another service, so others may know it. Choose another password. Do you use it elsewhere too? Then change it there as well.
unfit-context = This password is easy to guess, because it looks like a name or a well-known word. Choose another password.
unfit-same = This is the password that you had. Somebody else may know it. Choose another one.
unfit-different = The two passwords are not the same. Enter the same password twice.

### News

notice-code_sent = We have sent you a new code. The previous code is no longer valid.
notice-key_ready = The QR code is ready. Scan the QR code with your authenticator app.
notice-passkey_ready = Your browser can now ask for your passkey.

### Another second step

other-app = Use a code from the authenticator app
other-passkey = Use a passkey
other-recovery_code = Use a recovery code

### identify: who are you?

identify-title = Log in
identify-text = Log in with your { $service } account.
identify-text-application = Log in with your { $service } account to continue to { $application }.
identify-label = Username
identify-submit = Next

### password: your password

password-title = Enter your password
password-username = Username
password-other = Other username
password-label = Password
password-submit = Confirm
password-forgotten = Forgotten your password?

### email_code: the code in the e-mail

email_code-title = Enter the security code
email_code-text = We have sent you an e-mail with a security code. Enter that security code below.
email_code-unsent = We will send you an e-mail with a security code, to check that it is you.
email_code-to = E-mail address
email_code-send = Send the security code
email_code-again = Look in your junk mail as well. If you did not get an e-mail or the code has expired,
email_code-label = Security code
email_code-submit = Confirm
email_code-help = Is the e-mail address wrong?
email_code-help-text = You cannot change the e-mail address here. The service desk can.

### register_phone: your phone number

register_phone-title = Register your phone number
register_phone-why = We use your phone number to confirm your identity.
register_phone-text = We will send a text message with a code to this number.
register_phone-label = Mobile phone number
register_phone-hint = For example 06 12 34 56 78
register_phone-submit = Next

### sms_code: the code in the text message

sms_code-title = Enter the six digits
sms_code-title-unsent = Get a code by text message
sms_code-text = We have sent you a text message with a code of six digits.
sms_code-unsent = We will send you a text message with a code of six digits. We use your phone number to confirm your identity.
sms_code-to = Phone number
sms_code-spoken = ends in { $digits }
sms_code-other = Other number
sms_code-send = Send the code
sms_code-again = If you did not get a text message or the code has expired,
sms_code-label = Security code
sms_code-submit = Confirm
sms_code-check = Phone numbers sometimes get another owner. So now and then we ask whether this number is still yours. After that, logging in goes on as usual.
sms_code-not-mine = I cannot confirm this number
sms_code-help = Does the text message not arrive, or is the number wrong?
sms_code-help-text = Check that your phone is switched on and has a signal. Is the number wrong? The service desk can change it for you.

### enrol_authenticator: set up the app

enrol_authenticator-title = Set up your authenticator app
enrol_authenticator-text = An authenticator app on your phone makes codes for logging in, which is safer than a text message. You set up the app once.
enrol_authenticator-recovers = You used a recovery code. Did you lose your phone or the app? Then set up a new app below. Your old app stops working after that.
enrol_authenticator-keep = I still have my app
enrol_authenticator-begin = Begin
enrol_authenticator-app = 1. Make sure you have an app
enrol_authenticator-app-text = You need an authenticator app on your phone, for example Google Authenticator or Microsoft Authenticator.
enrol_authenticator-app-present = I have an app
enrol_authenticator-app-absent = I do not have an authenticator app yet
enrol_authenticator-app-choice = Choose an app. Scan the code with the camera of your phone, or open the link on your phone. Install the app, then come back to this page.
enrol_authenticator-app-qr = QR code: { $app } for { $system }
enrol_authenticator-app-link = { $app } for { $system }
enrol_authenticator-scan = 2. Scan the QR code
enrol_authenticator-scan-text = Open the app on your phone. Choose to scan a QR code in the app and point the camera at this QR code.
enrol_authenticator-qr = QR code for your authenticator app. Can you not scan it? Then use the key below.
enrol_authenticator-scan-help = Does scanning not work, or are you reading this on your phone?
enrol_authenticator-same-device = Open your authenticator app on this device
enrol_authenticator-key = Or choose to enter a key in the app and type this one. Never give the key to anyone else.
enrol_authenticator-code = 3. Enter the code
enrol_authenticator-code-text = The app now shows a code. Enter the six-digit code below.
enrol_authenticator-label = Code from the app
enrol_authenticator-submit = Confirm

### totp: the code of the app

totp-title = Enter the code from your app
totp-text = Open the authenticator app on your phone. Enter the code that it shows for { $service }.
totp-label = Code from the app
totp-submit = Confirm
totp-lost = No access to your app any more?
totp-lost-text = Do you have a new phone, or was the app removed? The service desk makes sure that you can set up the app again.

### passkey: a passkey

passkey-title = Use your passkey
passkey-text = Confirm with your passkey that it is you. Your browser asks for your fingerprint, your face or a PIN.
passkey-demanded = You need a passkey for this application. Your browser asks for your fingerprint, your face or a PIN.
passkey-submit = Use the passkey
passkey-instead = Log in with a passkey
passkey-begin = Begin
passkey-failed = It did not work with the passkey. You can try again.
passkey-cannot = Your browser cannot use a passkey on this page. JavaScript may be switched off. Choose another way below.
passkey-cannot-demanded = Your browser cannot use a passkey on this page. JavaScript may be switched off. Switch it on or use another browser.
passkey-lost = Do you not have your passkey with you?
passkey-lost-text = Then log in with your authenticator app. You can remove or add a passkey on the page of your account.

### enrol_passkey: make a passkey

enrol_passkey-title = Make a passkey
enrol_passkey-text = With a passkey you log in with your fingerprint, your face or the PIN of your phone or computer. Then you need not enter a password or a code.
enrol_passkey-demanded = You need a passkey for this application. With it you log in with your fingerprint, your face or the PIN of your phone or computer.
enrol_passkey-how = Your browser asks where you want to keep the passkey. Your authenticator app goes on working.
enrol_passkey-submit = Make a passkey
enrol_passkey-cannot = Your browser cannot make a passkey on this page. JavaScript may be switched off. You can go on without a passkey.
enrol_passkey-skip = Go on without a passkey

### recovery_code: a recovery code

recovery_code-title = Enter a recovery code
recovery_code-text = Use a recovery code of the list that you kept. Each code works once.
recovery_code-label = Recovery code
recovery_code-hint = 16 letters and digits, for example k7mq-2x9d-p4tw-8rzc
recovery_code-submit = Confirm
recovery_code-lost = Do you have no recovery codes left?
recovery_code-lost-text = The service desk makes sure that you can log in again.

### visit_code: the code of the service desk

visit_code-title = Enter the code of the service desk
visit_code-text = You are going to set up an authenticator app. For that you need a code that the service desk tells you. The code is valid for 30 minutes.
visit_code-label = Code of the service desk
visit_code-submit = Confirm
visit_code-lost = Do you have no code, or is it no longer valid?
visit_code-lost-text = Ask the service desk for a new code. We do not send this code by text message or e-mail.

### enrolment_done: it is done

enrolment_done-title = MFA is set up
enrolment_done-text = Your MFA is now set up for { $service }. From now on, after your password, you enter a code from your authenticator app when you log in.
enrolment_done-tip = So do not remove the app. Are you getting a new phone? First add the app on your new phone, on your account page.
enrolment_done-submit = Continue
enrolment_done-submit-application = Continue to { $application }
enrolment_done-passkey = Do you want to log in faster from now on? With a passkey you use your fingerprint, your face or a PIN.
enrolment_done-passkey-submit = Make a passkey as well

### consent: may the application have this?
# A list follows the colon: each part begins with a small letter and ends without a full stop.

consent-title = Do you give permission?
consent-asked = The application asks your permission for:
consent-asked-application = { $application } asks your permission for:
consent-before = You gave permission for this before
consent-later = You can withdraw your permission later on the page of your account.
consent-submit = Allow
consent-cancel = Cancel
consent-scope-openid = a code by which the application recognises you
consent-scope-profile = your name, your username and what else is in your profile, such as your date of birth or gender
consent-scope-email = your e-mail address
consent-scope-phone = your phone number
consent-scope-address = your address
consent-scope-elsewhere = the use of other services in your name ({ $about })
consent-scope-offline_access = the use of your details, also when you are not logged in
consent-claim-name = your full name
consent-claim-given_name = your first name
consent-claim-family_name = your last name
consent-claim-middle_name = your middle name
consent-claim-nickname = the name that people call you
consent-claim-preferred_username = your username
consent-claim-profile = the address of your profile page
consent-claim-picture = your photo
consent-claim-website = your website
consent-claim-gender = your gender
consent-claim-birthdate = your date of birth
consent-claim-zoneinfo = your time zone
consent-claim-locale = your language
consent-claim-updated_at = when your details were last changed
consent-claim-email = your e-mail address
consent-claim-email_verified = whether your e-mail address was checked
consent-claim-phone_number = your phone number
consent-claim-phone_number_verified = whether your phone number was checked
consent-claim-address = your address

### stopped: the login cannot go on

stopped-disabled-title = Your account is disabled
stopped-disabled-text = That is why you cannot log in.
stopped-nothing_on_record-title = We cannot send you a code
stopped-nothing_on_record-text = To log in, you first need a code from us. But there is no phone number and no e-mail address with your account. The service desk can arrange this for you.
stopped-budget_spent-title = You entered a wrong code too often
stopped-budget_spent-text = To protect your account, you cannot go on now. Try again { $wait }. Was it not you, or does it not work?
stopped-other_person-title = The application asks for another account
stopped-other_person-text = You logged in with another account than the application expects. Go back and log in with the right account. Do you not know which account that is?
stopped-changed-title = Your account has changed
stopped-changed-text = That happened while you were logging in. Log in again. Did you not change anything, and do you not trust it?

stopped-owes_password-title = You need a new password
stopped-owes_password-text = It was reported that somebody else logged in with your account. That is why you can only log in again with a new password. Go back and start logging in again. At your password, choose Forgotten your password? Does that not work?

### lost: this login is not known here

lost-unknown-title = You cannot continue here
lost-unknown-text = Logging in took too long or is already finished.
lost-other_browser-title = You began in another browser
lost-other_browser-text = To log in safely, you have to begin and finish in the same browser.

### authorization_error: the application asked something that cannot be

authorization_error-title = You cannot log in now
authorization_error-text = The application you came from sent us a wrong request. You did nothing wrong.
authorization_error-stays = Does it happen again? Please tell the service desk.
authorization_error-technical = For the maker of the application

### logout, logging_out and logged_out: logging out

logout-title = Do you want to log out?
logout-text = You will be logged out of { $service }. After that you have to log in again to go on working.
logout-submit = Log out
logout-stay = Do you want to stay logged in? Then close this page.
logging_out-title = You are being logged out
logging_out-text = We also log you out of the other applications. After that this page goes on automatically. Does it take too long? Then choose:
logging_out-on = Go on
logging_out-frame = Logging out of { $application }
logged_out-title = You are logged out
logged_out-text = You can close this window. Do other people use this computer too? Then close the whole browser.

### form_post: back to the application

form_post-title = You are going back to the application
form_post-text = Does nothing happen? Then press the button.
form_post-submit = Continue

### account: your own page

account-title = Your account
account-username = Username
account-name = Name
account-organisation = Organisation
account-email = E-mail address
account-phone = Phone number
account-none = not known
account-sections = What you can do here
account-apps = { $count ->
    [one] 1 authenticator app
   *[other] { $count } authenticator apps
}
account-passkeys = { $count ->
    [0] no passkeys
    [one] 1 passkey
   *[other] { $count } passkeys
}
account-recovery_codes = { $count ->
    [0] no recovery codes
    [one] 1 recovery code left
   *[other] { $count } recovery codes left
}
account-password = Change your password
account-logout = Log out

account-back = Back to your account

# A date with a time
moment = { $year }-{ $month }-{ $day } at { $time }

### What became of a change

said-app_added = The authenticator app was added. You can now log in with it.
said-app_named = The name was saved.
said-app_removed = The authenticator app was removed. Remove { $service } from the app on your phone as well.
said-app_stays = This is your only authenticator app. You cannot remove it, because then you could not log in any more. Add another app first.
said-app_name_malformed = Enter a name of 1 to 40 characters.
said-passkey_added = The passkey was added. You can now log in with it.
said-passkey_named = The name was saved.
said-passkey_removed = The passkey was removed. Remove it from your phone or computer as well.
said-key_gone = The QR code is no longer valid. Begin again.
said-code_sent = We have sent you a code.
said-budget_spent = You entered a wrong code too often. Try again { $wait }.
said-codes_kept = Your recovery codes are ready. Keep them in a safe place.
said-phone_changed = Your phone number was changed.
said-email_malformed = This is not a valid e-mail address. Enter an address such as name@example.com.
said-email_changed = Your e-mail address was changed.
said-session_ended = You are logged out there.
said-others_ended = You are logged out everywhere but here.
said-consent_taken_back = You withdrew your permission.
said-changed = Your account was changed just now. Check the page and try again.

### account_apps, account_app, account_app_new: your authenticator apps

account_apps-title = Authenticator apps
account_apps-text = You log in with these apps. You can have more than one, for example on two phones.
account_apps-nameless = App without a name
account_apps-added = Added on
account_apps-used = Last used on
account_apps-unused = Not used since it was added
account_apps-never = not yet
account_apps-new = Add an app
account_app-title = Authenticator app
account_app-name = Name of the app
account_app-hint = For example: phone at work
account_app-submit = Save
account_app-remove = Remove the app
account_app-remove-text = After that you cannot log in with this app any more.
account_app-remove-submit = Remove
account_app-back = Back to your authenticator apps
account_app_new-title = Add an authenticator app
account_app_new-text = You will get a QR code for your new app. Your other apps go on working.
account_app_new-scan = 1. Scan the QR code
account_app_new-code = 2. Enter the code

### account_passkeys, account_passkey, account_passkey_new: your passkeys

account_passkeys-title = Passkeys
account_passkeys-text = With a passkey you log in with your fingerprint, your face or a PIN.
account_passkeys-none = You have no passkey yet.
account_passkeys-nameless = Passkey without a name
account_passkeys-new = Add a passkey
account_passkey-title = Passkey
account_passkey-name = Name of the passkey
account_passkey-hint = For example: laptop at work
account_passkey-remove = Remove the passkey
account_passkey-remove-text = After that you cannot log in with this passkey any more. Your authenticator app goes on working.
account_passkey-back = Back to your passkeys
account_passkey_new-title = Add a passkey
account_passkey_new-cannot = Your browser cannot make a passkey on this page. JavaScript may be switched off. Your authenticator app goes on working.

### account_recovery_codes: your recovery codes

account_recovery_codes-title = Recovery codes
account_recovery_codes-text = Do you not have your phone with you? Then you log in with your password and a recovery code. Each code works once.
account_recovery_codes-left = { $count ->
    [0] You have no recovery codes now.
    [one] You have 1 recovery code left.
   *[other] You have { $count } recovery codes left.
}
account_recovery_codes-again = If you make new codes, your old codes stop working.
account_recovery_codes-once = You will get ten codes. You see them only once. So make sure that you can keep them at once.
account_recovery_codes-submit = Make ten codes
account_recovery_codes_new-title = Keep your recovery codes
account_recovery_codes_new-text = These are your new recovery codes. You see them only now. Your old codes no longer work. Keep them in a safe place, and not with your password.
account_recovery_codes_new-file = recovery-codes.txt
account_recovery_codes_new-download = Download the recovery codes as a text file
account_recovery_codes_new-print = You can also write the codes down, or print this page.
account_recovery_codes_new-submit = I have kept the codes

### account_contact: your phone number and e-mail address

account_contact-now = What we know now
account_contact-submit = Send the code
account_contact-again = Send a new code
account_contact-phone-title = Change your phone number
account_contact-phone-text = We will send a text message with a code to your new number. Your number changes only when you enter that code. We also send a message to your old number.
account_contact-phone-label = New mobile phone number
account_contact-phone-hint = For example 06 12 34 56 78
account_contact-phone-sent = We have sent a text message with a code of six digits to { $to }.
account_contact-phone-unsent = No valid code was sent to { $to }. Ask for a new code.
account_contact-phone-other = Other number
account_contact-email-title = Change your e-mail address
account_contact-email-text = We will send an e-mail with a code to your new address. Your address changes only when you enter that code. We also send a message to your old address.
account_contact-email-label = New e-mail address
account_contact-email-hint = For example name@example.com
account_contact-email-sent = We have sent an e-mail with a code of six digits to { $to }. Look in your junk mail as well.
account_contact-email-unsent = No valid code was sent to { $to }. Ask for a new code.
account_contact-email-other = Other address

### account_sessions: where you are logged in

account_sessions-title = Where you are logged in
account_sessions-text = Below is every browser in which you are logged in now.
account_sessions-here = This is the browser that you are using now
account_sessions-began = Logged in on
account_sessions-used = Last used on
account_sessions-saw = Used for:
account_sessions-end = Log out of that browser
account_sessions-end-others = Log out everywhere but here
account_sessions-applications = Applications with your permission
account_sessions-applications-text = If you withdraw your permission, the application can no longer ask us for your details. When you use the application again, it asks for permission anew.
account_sessions-applications-none = You have given no application permission.
account_sessions-take-back = Withdraw permission for { $application }

### account_logins and account_dispute: when you logged in

account_logins-title = When you logged in
account_logins-text = These are the last times that somebody logged in with your account.
account_logins-none = Nobody has logged in yet.
account_logins-application = For { $application }
account_logins-own = For your own account
account_logins-level-password = With the password
account_logins-level-mfa = With the password and a second step
account_logins-level-phishing_resistant = With a passkey
account_logins-network = From internet address { $network }
account_logins-dispute = Do you see something that you do not know?
account_logins-not-me = That was not me
account_dispute-title = Was it not you?
account_dispute-text = Tell us if somebody else logged in with your account. Then this happens:
account_dispute-sessions = You are logged out everywhere, here too.
account_dispute-passkeys = Your passkeys and recovery codes stop working.
account_dispute-password = You can only log in again with a new password. Ask for it on the login page, with Forgotten your password?
account_dispute-desk = The service desk sees your report and helps you.
account_dispute-submit = That was not me
account_dispute-back = Back, nothing is wrong

### password_forgotten, password_link_sent and password_link_dead: forgotten your password

password_forgotten-title = Forgotten your password
password_forgotten-text = Enter your username. We will send you an e-mail with a link. With it you choose a new password.
password_forgotten-submit = Ask for an e-mail
password_forgotten-help = Have you forgotten your username as well?
password_forgotten-help-text = The service desk can look your username up.
password_link_sent-title = Look in your e-mail
password_link_sent-text = Do we know this username and its e-mail address? Then you will get an e-mail with a link within a few minutes. The link is valid for 30 minutes. Always use the link in the newest e-mail.
password_link_sent-spam = No e-mail? Look in your spam folder too. You can ask for an e-mail a few times an hour. Does it not work?
password_link_dead-title = This link no longer works
password_link_dead-text = You can use a link once, and not too long after the e-mail. Did you get another e-mail later? Then use the link in the newest e-mail.
password_link_dead-again = Ask for a new link
password_link_dead-invited = Did you get the link because you have a new account? The service desk can send you a new one.

### new_password and password_changed: choosing a password

new_password-title = { $way ->
    [change] Change your password
    [invitation] Choose your password
   *[reset] Choose a new password
}
new_password-text = { $way ->
    [invitation] An account has been made for you at { $service }. Choose a password here. Then you can log in.
   *[other] After this your old password no longer works and you are logged out everywhere.
}
new_password-current = Current password
new_password-label = New password
new_password-hint = At least { $least } characters. Take, for example, three words that have nothing to do with each other.
new_password-again = New password, once more
new_password-submit = Save the password
new_password-back = Back to your account
password_changed-title = Your password is saved
password_changed-text = You can now log in with your new password.
password_changed-on = To do so, go to the application in which you want to work.
password_changed-account = To your account

### home: what this is

home-title = Logging in at { $organisation }
home-text = With { $service } you log in safely to the applications of { $organisation }.
home-begin = Do you want to log in? Go to the application you want to use. It will bring you back here to log in.

### accessibility: the accessibility statement
# The parts are fixed (Implementing Decision (EU) 2018/1523). The organisation must check the status, the terms and the date.

accessibility-title = Accessibility
accessibility-text = { $organisation } wants everybody to be able to log in to { $service }, also people with a disability. This statement is about the pages on which you log in. The applications have statements of their own.
accessibility-basis = The law says what these pages must meet: the Dutch Decree on digital accessibility of the government. Those are the requirements of the European standard EN 301 549. We test with the newest version of them: WCAG 2.2, levels A and AA.
accessibility-status = Do these pages meet the requirements?
accessibility-status-own = We tested the pages ourselves. What we found wrong has been mended. No independent expert has examined the pages yet. The status is therefore: C, first measures taken.
accessibility-status-official = The status is in the national register.
accessibility-official = See the official statement of { $organisation }
accessibility-tested = How were the pages tested?
accessibility-tested-text = At each new version the maker of these pages tests every page, in Dutch and in English, in an ordinary browser. This is about version { $version }.
accessibility-way-axe = With { $rules } rules of the testing program axe-core { $axe }.
accessibility-way-narrow = On a narrow screen (320 pixels): you need not scroll sideways.
accessibility-way-zoomed = With letters that are twice as large.
accessibility-way-spaced = With more space between letters, words and lines.
accessibility-way-keyboard = With the keyboard alone: you always see where you are.
accessibility-way-colours = With the colours that you chose in your computer (high contrast).
accessibility-way-still = Without anything that moves.
accessibility-way-printed = On paper.
accessibility-exactly = What exactly was tested
accessibility-pages = { $pages } pages, in { $states } states in all (for instance with an error message):
accessibility-themes = In this design:
accessibility-rules = With these rules:
accessibility-limits = What can be better?
accessibility-limit-people = The pages have not been tested by people with a disability yet, nor with a screen reader.
accessibility-limit-app = You need an authenticator app. It is made by somebody else. Can you not scan the QR code? Then you can copy a key.
accessibility-limit-sms = A code comes by text message or e-mail. We do not call you to read it out.
accessibility-limit-time = A code does not stay valid for long. The page says how long. You can ask for a new code.
accessibility-contact = Does something not work well for you?
accessibility-contact-text = Tell the service desk. Say which page you were on, what did not work and which aid you use:
accessibility-contact-answer = Within 5 working days you hear that we have your report. Within 3 weeks you get an answer. If you cannot log in, the service desk helps you at once.
accessibility-complaint = Not satisfied with the answer?
accessibility-complaint-text = Then make a complaint to { $organisation }, through the service desk. Are you still not satisfied after that? Then you can go to one of these organisations:
accessibility-complaint-ombudsman = the National Ombudsman
accessibility-complaint-rights = the Netherlands Institute for Human Rights
accessibility-date = This statement was made on 26 November 2026.

### forbidden, not_found, server_error, unavailable: it does not work

forbidden-title = We could not use your answer
forbidden-text = The page was too old, or your browser keeps no cookies.
forbidden-retry = Go back to the previous page, refresh it and try again. Does it still not work? Allow cookies for this website.
not_found-title = This page does not exist
not_found-text = Check the address of the page.
server_error-title = Something went wrong on our side
server_error-text = You did nothing wrong. Wait a little and try again.
server_error-stays = Does it happen again? Contact the service desk:
server_error-reference = Please mention this number:
unavailable-title = Logging in does not work right now
unavailable-text = It is very busy or there is a fault. You did nothing wrong.
unavailable-retry = Wait a minute and try again.

### SMS. Use plain letters only (no curly quotes): otherwise the text does not fit in one SMS.

sms-code = Your code is { $code }. It is valid for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}. Never give this code to anyone else.

sms-phone_replaced = Another phone number is now with your account at { $service }. Was this not you? Contact the service desk at once.

### E-mail. Never put a code in the subject, and never a link to the login in the text. Only who chooses a password gets a
### link: it stands there whole, with how our links begin.

mail-greeting = Hello,
mail-regards = Kind regards,
mail-contact = Do you have questions? Contact the service desk:
mail-code-life = The code is valid for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}. Never give this code to anyone else.

mail-link-life = The link works once. You can use it for { $unit ->
    [days] { $count ->
        [one] 1 day
       *[other] { $count } days
    }
   *[minutes] { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
}. Do not forward this e-mail.
mail-link-check = First look at the link carefully. Our link begins with { $site } and on that page we only ask for a new password. Is that not so? Then do not use the link, and contact the service desk.

mail-email_code-subject = Your security code for { $service }
mail-email_code-text = You are logging in to { $service }. Enter this security code on the login page:
mail-email_code-unexpected = Did you not request a code? Then somebody else may know your password. Contact the service desk at once.

mail-budget_spent-subject = Too many tries to log in with your account at { $service }
mail-budget_spent-text = { $guess ->
    [authenticator] A wrong code from the authenticator app was entered too often for your account.
    [password] A wrong password was entered too often for your account.
    [passkey] A passkey was tried in vain too often for your account.
    [recovery_code] A wrong recovery code was entered too often for your account.
    [visit_code] A wrong code of the service desk was entered too often for your account.
   *[sent_code] A wrong code from a text message or e-mail was entered too often for your account.
} That is why you cannot log in for a while. The login page says when you can again.
mail-budget_spent-unexpected = Was this not you? Then somebody else may be trying to log in with your account. Contact the service desk at once.

mail-authenticator_added-subject = Your authenticator app is set up for { $service }
mail-authenticator_added-text = An authenticator app was set up for your account. From now on you can log in with a code from this app.
mail-authenticator_added-unexpected = Was this not you? Contact the service desk at once.

mail-recovery_code_used-subject = A recovery code was used at { $service }
mail-recovery_code_used-text = Somebody logged in to your account with a recovery code. You have { $left ->
    [0] no recovery codes left. Make new ones on your account page.
    [one] 1 recovery code left.
   *[other] { $left } recovery codes left.
}
mail-recovery_code_used-unexpected = Was this not you? Contact the service desk at once.

mail-factors_reset-subject = Your authenticator app was removed at { $service }
mail-factors_reset-text = The service desk removed the authenticator app from your account. You set up a new one when you log in again. For that you need the code that the service desk tells you. Remove the old code from your app.
mail-factors_reset-unexpected = Did you not ask for this? Contact the service desk at once.

mail-password_set-subject = Your password was changed at { $service }
mail-password_set-text = The service desk set a new password for your account. Your old password no longer works.
mail-password_set-unexpected = Did you not ask for this? Contact the service desk at once.

mail-password_link-subject = Choose a new password at { $service }
mail-password_link-text = A new password was asked for your account { $username } at { $service }. Did you do so yourself? Then choose a new password with this link:
mail-password_link-unexpected = Did you not ask for this? Then you need not do anything. Your password stays the same.

mail-invitation-subject = Your account at { $service }
mail-invitation-text = { $organisation } has made an account for you at { $service }. Your username is { $username }. Choose a password with this link. Then you can log in.
mail-invitation-unexpected = Do you not expect an account at { $organisation }? Then you need not do anything. Are you in doubt? Contact the service desk.

mail-password_changed-subject = Your password was changed at { $service }
mail-password_changed-text = You have chosen a new password for your account. Your old password no longer works. You are logged out everywhere.
mail-password_changed-unexpected = Was this not you? Contact the service desk at once.

mail-address_code-subject = Your security code for { $service }
mail-address_code-text = You want to use this e-mail address at { $service }. Enter this security code on the page of your account:
mail-address_code-unexpected = Did you not ask for this? Then somebody may have made a mistake in the address. You need not do anything.

mail-authenticator_removed-subject = An authenticator app was removed at { $service }
mail-authenticator_removed-text = An authenticator app was removed from your account. You can no longer log in with that app.
mail-authenticator_removed-unexpected = Was this not you? Contact the service desk at once.

mail-passkey_added-subject = You have a passkey for { $service }
mail-passkey_added-text = A passkey was added to your account. With it you can log in without a password and without a code.
mail-passkey_added-unexpected = Was this not you? Contact the service desk at once.

mail-passkey_removed-subject = A passkey was removed at { $service }
mail-passkey_removed-text = A passkey was removed from your account. You can no longer log in with that passkey.
mail-passkey_removed-unexpected = Was this not you? Contact the service desk at once.

mail-passkey_cloned-subject = We refused a passkey at { $service }
mail-passkey_cloned-text = Somebody wanted to log in with a passkey of yours. There may be a copy of that passkey, so we did not allow it. Log in with your authenticator app, remove the passkey on your account page and make a new one.
mail-passkey_cloned-unexpected = Was this not you? Contact the service desk at once.

mail-recovery_codes_made-subject = You have new recovery codes for { $service }
mail-recovery_codes_made-text = New recovery codes were made for your account. Your old recovery codes no longer work.
mail-recovery_codes_made-unexpected = Was this not you? Contact the service desk at once.

mail-phone_replaced-subject = Your phone number was changed at { $service }
mail-phone_replaced-text = Another phone number is now with your account.
mail-phone_replaced-unexpected = Was this not you? Contact the service desk at once.

mail-email_replaced-subject = Your e-mail address was changed at { $service }
mail-email_replaced-text = Another e-mail address is now with your account. This is the last e-mail that we send to this address.
mail-email_replaced-unexpected = Was this not you? Contact the service desk at once.

mail-login_disputed-subject = You told us that somebody else logged in at { $service }
mail-login_disputed-text = You are logged out everywhere. Your passkeys and recovery codes have stopped working. You can only log in again with a new password. Ask for it on the login page, with Forgotten your password? If that does not work, the service desk will help you.
mail-login_disputed-unexpected = Did you not tell us this? Then contact the service desk at once as well.

mail-sessions_ended-subject = You are logged out everywhere at { $service }
mail-sessions_ended-text = The service desk logged you out everywhere. You can log in again as usual.
mail-sessions_ended-unexpected = Did you not ask for this? Contact the service desk at once.

mail-account_disabled-subject = Your account at { $service } is disabled
mail-account_disabled-text = The service desk disabled your account. You cannot log in any more.
mail-account_disabled-unexpected = Is this not right? Contact the service desk.

mail-account_enabled-subject = Your account at { $service } is enabled again
mail-account_enabled-text = The service desk enabled your account again. You can log in.
mail-account_enabled-unexpected = Did you not ask for this? Contact the service desk at once.

mail-visit_code_given-subject = The service desk told a code for { $service }
mail-visit_code_given-text = The service desk told somebody a code to set up an authenticator app for your account.
mail-visit_code_given-unexpected = Did you not speak to the service desk? Contact the service desk at once.

mail-role_changed-subject = Your role at { $service } has changed
mail-role_changed-text = { $role ->
    [desk] From now on you work at the service desk. You can help other people with their accounts.
    [administrator] From now on you are an administrator. You can help other people with their accounts and see the reports.
   *[none] You do not work at the service desk any more. Your own account stays as it is.
} We logged you out everywhere.
mail-role_changed-unexpected = Is this not right? Contact the administrator at once.

### desk: the pages of the service desk

desk-title = Service desk
desk-term = Name, username, e-mail address or phone number
desk-hint = Of a phone number the last four digits will do. An e-mail address must be whole.
desk-find = Search
desk-requests = What waits for a colleague
desk-reports = Reports
desk-own = Your own account
desk-back = Back to the service desk
desk-role-none = no role
desk-role-desk = service desk
desk-role-administrator = administrator

desk_denied-title = You may not do this
desk_denied-no_role = These pages are for people of the service desk only. Are you one of them? Ask your administrator for a role.
desk_denied-themselves = This is your own account. Use your own account page, or ask a colleague.
desk_denied-peer = This account has the same role as you, or a higher one. Ask an administrator.
desk_denied-administrators = Only an administrator may do this.
desk_denied-account = To your account

desk_found-title = People who were found
desk_found-none = We found nobody. Check what you typed.
desk_found-more = There are more. Type more to search better.
desk_found-colleague = This is an account of the service desk or an administrator. You cannot open it.

desk_person-title = { $username }
desk_person-standing = What does the person see?
desk_person-standing-no_password = The person has not chosen a password yet.
desk_person-standing-visit_code = After the password the person first needs a code from you.
desk_person-standing-email_code = After the password the person gets a code by e-mail. That code was never right yet.
desk_person-standing-register_phone = The person entered the code from the e-mail, but no phone number yet.
desk_person-standing-sms_code = After the password the person gets a code by SMS. That code was never right yet.
desk_person-standing-enrol_authenticator = The person entered the code from the SMS, but has not set up an authenticator app yet.
desk_person-standing-nothing_on_record = The person cannot go on: there is no phone number and no e-mail address.
desk_person-standing-owes_password = The person can log in again only with a new password.
desk_person-standing-disabled = The person cannot log in: the account is disabled.
desk_person-standing-enrolled = Everything is set up: the person logs in with the password and a second step.
desk_person-disputed = The person said that somebody else logged in, on
desk_person-known = What is known
desk_person-name = Name
desk_person-organisation = Organisation
desk_person-phone = Phone number
desk_person-email = E-mail address
desk_person-verified = proven
desk_person-unverified = not proven
desk_person-none = not known
desk_person-password = Password
desk_person-password-set = set
desk_person-password-unset = not set
desk_person-apps = Authenticator apps
desk_person-passkeys = Passkeys
desk_person-app = since
desk_person-app-used = last used on
desk_person-recovery_codes = Recovery codes
desk_person-sessions = Logged in now
desk_person-sessions-count = { $count ->
    [0] nowhere
    [one] in 1 browser
   *[other] in { $count } browsers
}
desk_person-role = Role
desk_person-spent = Tried too often
desk_person-spent-until = until
desk_person-messages = The latest messages
desk_person-messages-none = Nothing was sent in the last 30 days.
desk_person-message-sms = SMS to { $to }
desk_person-message-email = E-mail to { $to }
desk_person-message-by = by { $gateway }
desk_person-stage-queued = Waits to be sent
desk_person-stage-given_up = Not sent: nobody took the message
desk_person-stage-accepted = Accepted for delivery
desk_person-stage-delivered = Delivered
desk_person-stage-failed = Not delivered
desk_person-logins = The latest logins
desk_person-logins-none = Nobody has logged in yet.
desk_person-acts = What you can do
desk_person-second = after a colleague approves
desk_person-waiting = This waits for a colleague
desk_person-history = Everything that happened to this account

desk-of-password = password
desk-of-sent_code = code by SMS or e-mail
desk-of-authenticator = code of the app
desk-of-recovery_code = recovery code
desk-of-visit_code = code of the service desk
desk-of-messages = messages
desk-of-message = messages
desk-of-password_links = e-mails to choose a password
desk-of-password_link = e-mails to choose a password

desk_act-reset = Remove the app (new phone)
desk_act-reset-text = The app and the recovery codes stop working and the person is logged out everywhere. You get a code that you tell the person, who sets up a new app with it. First check who you are talking to, and whether the phone number is still right.
desk_act-visit_code = Tell a new code
desk_act-visit_code-text = You get a code that you tell the person. An earlier code stops working. First check who you are talking to.
desk_act-unlock = Forget wrong tries
desk_act-unlock-text = The person can try again at once. First ask whether it was the person. If not, somebody else is trying to log in. Then forget nothing and report it as an incident.
desk_act-phone = Correct the phone number
desk_act-phone-text = The new number is proven only when the person enters a code from an SMS. The old number gets a message and the person is logged out everywhere.
desk_act-phone-label = New mobile phone number
desk_act-phone-hint = For example 06 12 34 56 78
desk_act-email = Correct the e-mail address
desk_act-email-text = The new address is proven only when the person enters a code from an e-mail. The old address gets a message and the person is logged out everywhere.
desk_act-email-label = New e-mail address
desk_act-email-hint = For example name@example.com
desk_act-invite = Send the invitation again
desk_act-invite-text = The person gets an e-mail with a link to choose a password. An earlier link stops working.
desk_act-end_sessions = Log out everywhere
desk_act-end_sessions-text = The person is logged out everywhere and can log in again as usual.
desk_act-review = Close the report
desk_act-review-text = The mark that somebody else logged in goes away. If a new password is still needed, that stays.
desk_act-disable = Disable the account
desk_act-disable-text = The person is logged out everywhere and cannot log in any more.
desk_act-enable = Enable the account
desk_act-enable-text = The person can log in again.
desk_act-make_desk = Give a role: service desk
desk_act-make_desk-text = The person can then help other people with their accounts. The person is logged out everywhere.
desk_act-take_role = Take the role away
desk_act-take_role-text = The person no longer works at the service desk and is logged out everywhere.
desk_act-for = For
desk_act-second = You do not do this alone. A colleague must approve it within an hour, and then also sees the code if there is one.
desk_act-reason = Reason
desk_act-reason-hint = A few words. No phone number and no e-mail address.
desk_act-ticket = Ticket number
desk_act-ticket-hint = For example INC-2026-0042
desk_act-submit = Do it
desk_act-ask = Ask a colleague
desk_act-back = Back to { $username }

desk_code-title = Tell this code
desk_code-text = Tell { $username } the code now. You see it only once. The code can be used for { $minutes } minutes, and once.
desk_code-next = At the login the person enters this code first, after the password.

desk_history-title = What happened
desk_history-none = There is nothing in the log.
desk_history-older = Older events
desk_history-by-person = by the person
desk_history-by-system = by itself
desk_history-by-administrator = by administrator { $name } on the server
desk_history-by-desk = by { $name } of the service desk
desk_history-by-client = by application { $name }
desk_history-application = For { $application }
desk_history-asked_by = Asked by { $name }
desk_history-reason = Reason:
desk_history-ticket = Ticket:

desk_requests-title = What waits for a colleague
desk_requests-none = Nothing waits.
desk_requests-own = You asked this yourself. A colleague must approve it.
desk_requests-open = Look and decide
desk_request-title = A colleague asks for your approval
desk_request-gone-title = This waits no longer
desk_request-act = What
desk_request-for = For
desk_request-value = New
desk_request-asked_by = Asked by
desk_request-asked_at = Asked on
desk_request-until = To be decided by
desk_request-approve = Approve and do it
desk_request-refuse = Refuse
desk_request-check = Check yourself whether this is right, for example in the ticket. If you approve, it happens at once. If there is a code for the person, you see it and tell it.
desk_request-back = Back to what waits

desk_reports-title = Reports
desk_reports-text = Each report is there as a page and as a file (CSV).
desk_reports-csv = Download as CSV
desk_reports-enrolment = How far is everybody?
desk_reports-unfinished = Who has not finished yet?
desk_reports-dormant = Who does not log in any more?
desk_reports-locked = Who must wait?
desk_reports-messages = Messages and cost
desk_report-enrolment-text = How many people are at each step, and for how long: since their account last changed.
desk_report-unfinished-text = People without a second step. Who is disabled is not counted.
desk_report-dormant-text = People who set up everything and have not logged in for 180 days, as far as the log still knows.
desk_report-locked-text = People who got something wrong too often and must wait now.
desk_report-messages-text = How many messages were accepted for delivery, by month. The cost is there if the administrator wrote down what a message costs.
desk_report-none = There is nothing to report.
desk_report-next = Next
desk_report-back = Back to the reports
desk_report-column-standing = Step
desk_report-column-day = Less than 1 day
desk_report-column-week = 1 to 7 days
desk_report-column-month = 7 to 30 days
desk_report-column-longer = 30 days or longer
desk_report-column-username = Username
desk_report-column-added = Added on
desk_report-column-since = Since
desk_report-column-last_login = Last login on
desk_report-column-of = Of what
desk_report-column-until = Until
desk_report-column-of_month = Month
desk_report-column-channel = Kind
desk_report-column-gateway = By
desk_report-column-messages = Number
desk_report-column-euros = Cost in euros
desk_report-unknown = not known
desk_report-standing-no_password = chooses a password
desk_report-standing-visit_code = code of the service desk
desk_report-standing-email_code = code in the e-mail
desk_report-standing-register_phone = phone number
desk_report-standing-sms_code = code in the SMS
desk_report-standing-enrol_authenticator = setting up the app
desk_report-standing-nothing_on_record = cannot go on
desk_report-standing-owes_password = needs a new password
desk_report-standing-disabled = disabled
desk_report-standing-enrolled = done
desk_report-channel-sms = SMS
desk_report-channel-email = e-mail

desk-said-done-reset = The app is removed.
desk-said-done-visit_code = The new code counts.
desk-said-done-unlock = The person can try again at once.
desk-said-done-phone = The phone number is changed. It is not proven yet.
desk-said-done-email = The e-mail address is changed. It is not proven yet.
desk-said-done-invite = The invitation is sent.
desk-said-done-end_sessions = The person is logged out everywhere.
desk-said-done-review = The report is closed.
desk-said-done-disable = The account is disabled.
desk-said-done-enable = The account is enabled.
desk-said-done-make_desk = The person now works at the service desk.
desk-said-done-take_role = The person has no role any more.
desk-said-asked = Your colleagues see your question. One of them must approve it within an hour.
desk-said-asked_already = This waits for a colleague already.
desk-said-refused = You refused. Nothing has changed.
desk-said-reason_malformed = Enter a reason of 5 to 200 characters, without a phone number or e-mail address.
desk-said-ticket_malformed = Enter the ticket number: letters, digits and hyphens, 40 characters at most.
desk-said-same = This is on the account already.
desk-said-changed = The account has just changed. Check the page and try again.
desk-said-gone = This waits no longer: it is too late, it was decided, or the account has changed.
desk-said-term_malformed = Enter at least two letters or four digits.
desk-said-too_many = You searched or looked too much in an hour. Try again later.

event-password-proven = The password was right
event-password-refused = The password was wrong
event-message-queued = A message was sent
event-code-proven = The code by SMS or e-mail was right
event-code-refused = The code by SMS or e-mail was wrong or too old
event-authenticator-proven = The code of the app was right
event-authenticator-refused = The code of the app was wrong
event-passkey-proven = The passkey was right
event-passkey-refused = The passkey was not right
event-passkey-cloned = The passkey may be a copy and was refused
event-recovery_code-proven = A recovery code was used
event-recovery_code-refused = A recovery code was wrong
event-recovery_codes-made = New recovery codes were made
event-recovery_codes-kept = The person kept the recovery codes
event-visit_code-proven = The code of the service desk was right
event-visit_code-refused = The code of the service desk was wrong or too old
event-visit_code-given = The service desk told a code
event-budget-spent = Tried too often
event-phone-verified = The phone number was proven
event-phone-doubted = The person could not confirm the phone number
event-email-verified = The e-mail address was proven
event-phone-corrected = The phone number was corrected
event-email-corrected = The e-mail address was corrected
event-authenticator-enrolled = An authenticator app was set up
event-authenticator-named = An authenticator app got a name
event-authenticator-removed = An authenticator app was removed
event-passkey-enrolled = A passkey was made
event-passkey-named = A passkey got a name
event-passkey-removed = A passkey was removed
event-login-disputed = The person said: that was not me
event-login-dispute_reviewed = The report was closed
event-session-started = Logged in
event-session-renewed = Logged in again
event-session-ended = Logged out
event-consent-given = Agreed to share
event-consent-revoked = Took that back
event-grant-issued = An application got access
event-grant-revoked = An application lost access
event-grant-code_replayed = An application used a code twice
event-refresh_token-replayed = An application asked for access with something old
event-account-added = The account was made
event-account-updated = The data were updated
event-account-password_link_made = A link to choose a password was sent
event-account-password_link_withheld = No link was sent: the e-mail address had just been changed
event-account-password_set = The password was changed
event-account-password_rehashed = The password was stored more safely
event-account-disabled = The account was disabled
event-account-enabled = The account was enabled
event-account-deleted = The account was deleted
event-account-factors_reset = The app was removed by the service desk
event-account-unlocked = The wrong tries were forgotten
event-account-sessions_ended = Logged out everywhere by the service desk
event-account-role_assigned = The role was changed
event-desk-asked = A colleague asked for approval
event-desk-approved = A colleague approved it
event-desk-refused = A colleague refused it
event-desk-denied = A member of the service desk was not allowed to open this account
